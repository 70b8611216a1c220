import Crypto
import FoundationEssentials
package import Values

/// Whom a limit counts: a person, an account of a school, an address. Sixteen bytes, whatever it is made of, so that no
/// name that somebody types takes more room than another.
package struct LimitKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    private init(_ high: UInt64, _ low: UInt64) { (self.high, self.low) = (high, low) }

    /// Somebody or something with an id.
    package init<Subject>(_ id: Identifier<Subject>) {
        self = withUnsafeBytes(of: id.uuid.uuid) { bytes in
            LimitKey(bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// Several words together: `LimitKey(tenant.description, account)`.
    ///
    /// Spellings of one account should be one key: give the account's own name where it is known, otherwise what was
    /// parsed (`Email` and `PhoneNumber` are canonical), not what was typed. Case and space at the ends make no
    /// difference here.
    package init(_ words: String...) {
        var digest = SHA256()
        for word in words {
            let spelling = word.lowercased()
            digest.update(data: Data(spelling.utf8.trimmed))
            // A byte that no UTF-8 has: "ab", "c" is not "a", "bc".
            digest.update(data: [0xff])
        }
        self = digest.finalize().withUnsafeBytes { bytes in
            LimitKey(bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// A client's address: an IPv4 address itself, of an IPv6 address the network of a subscriber (/64), for whoever
    /// has one address there has all of them.
    package init(address: String?) { self.init("address", Self.network(address)) }

    /// The same for what one school alone is asked.
    package init(address: String?, in tenant: TenantID) {
        self.init("address", Self.network(address), tenant.description)
    }

    private static func network(_ address: String?) -> String { address.flatMap(ClientNetwork.init)?.text ?? "unknown" }

    /// The key as one limit keeps it.
    func salted(_ limit: RateLimit) -> LimitKey { LimitKey(high ^ limit.salt, low) }

    /// Any number that spreads keys evenly.
    var spread: Int { Int(truncatingIfNeeded: low) }

    var hexadecimal: String { Self.hexadecimal(high) + Self.hexadecimal(low) }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension String.UTF8View {
    fileprivate var trimmed: SubSequence {
        let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
