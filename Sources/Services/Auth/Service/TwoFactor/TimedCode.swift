import Crypto
import FoundationEssentials

/// Time-based one-time codes (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, 30 seconds, six digits.
struct TimedCode {
    /// Twenty random bytes, shared with the app.
    let secret: [UInt8]

    /// What a step lasts, in seconds.
    static let period = 30

    /// A new secret, from the system's cryptographic generator.
    static func makeSecret() -> [UInt8] { (0..<20).map { _ in UInt8.random(in: .min ... .max) } }

    /// The step that an instant lies in.
    static func step(at now: Date) -> Int { Int(now.timeIntervalSince1970) / period }

    /// The code of a step (RFC 4226 §5.3).
    func code(of step: Int) -> String {
        let counter = withUnsafeBytes(of: Int64(step).bigEndian) { Array($0) }
        let digest = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret))
        )
        let offset = Int(digest[19] & 0x0f)
        let number = digest[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code this is: the present one, the one before or the one after, and none up to `last`, whose code
    /// was taken already (RFC 6238 §5.2). Steps that would do are tried newest first.
    func step(of code: String, at now: Date, after last: Int) -> Int? {
        let present = Self.step(at: now)
        var found: Int?
        // All are computed and compared, so that the time says nothing.
        for step in present - 1...present + 1 where isEqual(self.code(of: step), code) && step > last { found = step }
        return found
    }

    private func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Base 32 without padding (RFC 4648 §6), as authenticator apps take secrets.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var (digits, buffer, bits) = ([UInt8](), 0, 0)
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xfff
            bits += 8
            while bits >= 5 {
                bits -= 5
                digits.append(alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { digits.append(alphabet[buffer << (5 - bits) & 31]) }
        return String(decoding: digits, as: UTF8.self)
    }
}
