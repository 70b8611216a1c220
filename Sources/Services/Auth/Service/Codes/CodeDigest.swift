import Crypto

/// What is stored of a code: an HMAC under a key of its own. Whoever reads a backup can try a million codes, but five
/// minutes later all of them are worth nothing.
struct CodeDigest: Sendable {
    let salt: [UInt8]
    let digest: [UInt8]

    /// As stored.
    init(salt: [UInt8], digest: [UInt8]) { (self.salt, self.digest) = (salt, digest) }

    /// Of a new code.
    init(of digits: String) {
        // From the system's cryptographic generator.
        salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        digest = Array(
            HMAC<SHA256>.authenticationCode(for: Array(digits.utf8), using: SymmetricKey(data: salt))
        )
    }

    /// Compares in constant time.
    func matches(_ digits: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            digest,
            authenticating: Array(digits.utf8),
            using: SymmetricKey(data: salt)
        )
    }

    /// Six digits that nobody can foresee.
    static func newDigits() -> String {
        let number = String(Int.random(in: 0..<1_000_000))
        return String(repeating: "0", count: 6 - number.utf8.count) + number
    }
}
