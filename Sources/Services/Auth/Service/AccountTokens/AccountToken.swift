import Crypto
import FoundationEssentials
import Postgres

/// A long random token that was sent to somebody's address: whoever shows it reads the mail of that address.
///
/// 256 random bits in base64url, 43 characters. The database has its SHA-256 only, so that who reads a backup holds
/// nothing; a token this long needs no salt and no slow hash.
struct AccountToken: Hashable, Sendable {
    let text: String

    /// A new one, from the system's cryptographic generator.
    init() {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// One that somebody shows; `nil` for what never was one.
    init?(shown text: String) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(Self.isDigit) else { return nil }
        self.text = text
    }

    /// What is stored and looked up.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// What a token is good for. One of another purpose is worth nothing.
enum AccountTokenPurpose: String, Codable, PostgresValue {
    case resetPassword = "reset_password"
    case verifyEmail = "verify_email"
    case invitation

    /// How long it may be used.
    var lifetime: Duration {
        switch self {
        case .resetPassword: .seconds(3600)
        case .verifyEmail: .seconds(86_400)
        // Of somebody invited as an admin: see `Invitation.lifetime(of:)`.
        case .invitation: .seconds(7 * 86_400)
        }
    }
}
