import Crypto
package import FoundationEssentials

/// Hands a client's address from one process of the platform to another so that nobody outside can make one up.
///
/// The processes share the installation's signing key already; the seal is a code made with a key derived from it
/// (HMAC-SHA256). While keys rotate, a process that has not heard of the new one yet opens nothing, and takes the
/// sender's own address instead.
package struct AddressSeal: Sendable {
    /// How long a seal is good, to either side: the clocks of machines differ.
    private static let lifetime: TimeInterval = 300

    private let keys: KeyRing

    package init(_ keys: KeyRing) { self.keys = keys }

    /// The address with its seal; `nil` in a process that cannot sign.
    package func seal(_ address: String, at now: Date = Date()) -> String? {
        guard let key = keys.keys.signing else { return nil }
        let content = "\(address) \(Int(now.timeIntervalSince1970))"
        return "\(content) \(Base64URL.text(key.code(for: content)))"
    }

    /// The address that was sealed; `nil` for anything else.
    package func open(_ sealed: String, at now: Date = Date()) -> String? {
        let parts = sealed.split(separator: " ", omittingEmptySubsequences: false)
        guard sealed.utf8.count <= 256, parts.count == 3, let made = Int(parts[1]),
            abs(now.timeIntervalSince1970 - Double(made)) <= Self.lifetime,
            let code = Base64URL.bytes(parts[2].utf8), let key = keys.keys.signing,
            key.confirms(code, for: "\(parts[0]) \(parts[1])")
        else { return nil }
        return String(parts[0])
    }
}

extension SigningKey {
    fileprivate func code(for content: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: derived(for: "client-address")))
    }

    /// Takes the same time wherever the code differs.
    fileprivate func confirms(_ code: [UInt8], for content: String) -> Bool {
        let key = derived(for: "client-address")
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(content.utf8), using: key)
    }
}
