package import Access
import Glibc
import HTTPTypes
import HummingbirdCore

/// Whose request it is: the address that limits, sessions and the audit log go by.
///
/// It is the other end of the connection, unless a proxy of ours stands there: then it is what that proxy saw, which is
/// the last entry of `X-Forwarded-For`; behind two proxies the last but one. What stands before was sent by the client
/// and may be anything. Another process of the platform hands the address on under a seal.
package struct ClientAddresses: Sendable {
    /// How many proxies every request comes through.
    private let trustedHops: Int
    private let seal: AddressSeal?

    package init(trustedHops: Int = 0, seal: AddressSeal? = nil) {
        (self.trustedHops, self.seal) = (max(0, trustedHops), seal)
    }

    func address(of request: Request, peer: String?) -> String? {
        if let sealed = request.headers[.clientAddress], let address = seal?.open(sealed) { return address }
        guard trustedHops > 0, let header = request.headers[.forwardedFor] else { return peer }
        let entries = header.split(separator: ",", omittingEmptySubsequences: false)
        let entry = entries[max(0, entries.count - trustedHops)]
        return Self.address(in: entry) ?? peer
    }

    /// The address of an entry, without the port or the brackets that some proxies write.
    private static func address(in entry: Substring) -> String? {
        var text = entry.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1 {
            text = text.prefix { $0 != ":" }
        }
        guard (2...45).contains(text.utf8.count) else { return nil }
        var buffer = in6_addr()
        let address = String(text)
        return inet_pton(AF_INET, address, &buffer) == 1 || inet_pton(AF_INET6, address, &buffer) == 1 ? address : nil
    }
}
