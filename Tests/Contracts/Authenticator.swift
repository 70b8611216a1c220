import Crypto
import FoundationEssentials
import Testing

/// An authenticator app as people have on their phones, made from what its makers document (RFC 6238, RFC 4648 §6).
struct Authenticator {
    private let key: SymmetricKey

    /// With the secret that was typed into it.
    init(secret: String) throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, buffer, bits) = ([UInt8](), 0, 0)
        for letter in secret {
            buffer = (buffer << 5 | (try #require(alphabet.firstIndex(of: letter)))) & 0xfff
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(buffer >> bits & 0xff))
        }
        key = SymmetricKey(data: bytes)
    }

    /// What it shows some half minutes from now.
    func code(_ steps: Int = 0) -> String {
        let step = Int64(Date().timeIntervalSince1970) / 30 + Int64(steps)
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let digest = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
        let offset = Int(digest[19] & 15)
        let number = digest[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
        return String(String(1_000_000 + number % 1_000_000).dropFirst())
    }
}
