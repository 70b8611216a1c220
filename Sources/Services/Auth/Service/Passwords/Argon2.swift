import CArgon2
import Crypto

/// Argon2id (RFC 9106) through the reference library; hashes are PHC strings.
struct Argon2: Hashable, Sendable {
    /// Memory of one computation, in KiB.
    let memory: UInt32
    /// How often the memory is gone through.
    let passes: UInt32
    let lanes: UInt32

    /// OWASP ASVS 5.0 appendix C: 19 MiB, 2 passes, 1 lane. About 15 ms on a small server.
    static let current = Argon2(memory: 19 * 1024, passes: 2, lanes: 1)

    /// The dearest parameters accepted in a stored hash: an imported one must not be able to stop the server.
    static let dearest = Argon2(memory: 64 * 1024, passes: 10, lanes: 4)

    private static let saltLength = 16
    private static let hashLength = 32

    /// How much dearer than the current parameters, in work.
    var cost: Double { Double(memory) * Double(passes) / (Double(Self.current.memory) * Double(Self.current.passes)) }

    /// The PHC string of a password, with a new salt.
    func hash(_ password: Plaintext) throws(PasswordHashingFailed) -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let length = argon2_encodedlen(
            passes,
            memory,
            lanes,
            UInt32(Self.saltLength),
            UInt32(Self.hashLength),
            Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: length)
        let status = password.withBytes { bytes in
            argon2id_hash_encoded(
                passes,
                memory,
                lanes,
                bytes.baseAddress,
                bytes.count,
                salt,
                salt.count,
                Self.hashLength,
                &encoded,
                encoded.count
            )
        }
        guard status == ARGON2_OK.rawValue else { throw PasswordHashingFailed(status: status) }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the password is the one that was hashed; compared by the library in constant time.
    static func verify(_ password: Plaintext, against encoded: String) throws(PasswordHashingFailed) -> Bool {
        let status = password.withBytes { argon2id_verify(encoded, $0.baseAddress, $0.count) }
        switch argon2_error_codes(status) {
        case ARGON2_OK: return true
        case ARGON2_VERIFY_MISMATCH: return false
        default: throw PasswordHashingFailed(status: status)
        }
    }

    /// The parameters in a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`; `nil` for any other form and for
    /// parameters beyond `dearest`.
    init?(encoded: String) {
        let parts = encoded.split(separator: "$", omittingEmptySubsequences: false)
        guard encoded.utf8.count <= 512, parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id",
            parts[2] == "v=19"
        else { return nil }
        let settings = parts[3].split(separator: ",", omittingEmptySubsequences: false)
        guard settings.count == 3, let memory = Self.number(settings[0], "m="),
            let passes = Self.number(settings[1], "t="), let lanes = Self.number(settings[2], "p="),
            lanes <= Self.dearest.lanes, passes <= Self.dearest.passes, memory <= Self.dearest.memory,
            memory >= 8 * lanes
        else { return nil }
        self.init(memory: memory, passes: passes, lanes: lanes)
    }

    init(memory: UInt32, passes: UInt32, lanes: UInt32) {
        (self.memory, self.passes, self.lanes) = (memory, passes, lanes)
    }

    private static func number(_ setting: Substring, _ name: String) -> UInt32? {
        guard setting.hasPrefix(name), let number = UInt32(setting.dropFirst(2)), number > 0 else { return nil }
        return number
    }
}

/// libargon2 could not do its work: no memory left, or a stored hash that only looks like one.
struct PasswordHashingFailed: Error, CustomStringConvertible {
    let status: Int32

    var description: String { String(cString: argon2_error_message(status)) }
}
