import Crypto
import FoundationEssentials
package import Values

/// What a client shows to get its next access token: `rt1.<session>.<counter>.<signature>`.
///
/// The counter names the generation: each rotation adds one, and only the database says which one is current. The
/// signature (HMAC-SHA256 under the session's key) lets a made-up token be refused without asking the database.
package struct RefreshToken: Hashable, Sendable {
    package let session: SessionID
    /// The generation, from 0.
    package let counter: Int
    private let signature: [UInt8]

    /// The token of a session's generation; the same arguments always give the same token.
    package static func make(session: SessionID, counter: Int, secret: RefreshSecret) -> RefreshToken {
        precondition(counter >= 0)
        let code = HMAC<SHA256>.authenticationCode(
            for: signed(session, counter),
            using: secret.key(for: session)
        )
        return RefreshToken(session: session, counter: counter, signature: Array(code))
    }

    /// Parses a token without verifying it; `nil` unless it is written exactly as `make` would.
    package static func parse(_ text: String) -> RefreshToken? {
        guard text.utf8.count <= maximumLength else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == version, let session = SessionID(String(parts[1])),
            session.description == parts[1], let counter = Int(parts[2]), counter >= 0, String(counter) == parts[2],
            let signature = Base64URL.bytes(parts[3].utf8), signature.count == SHA256.byteCount
        else { return nil }
        return RefreshToken(session: session, counter: counter, signature: signature)
    }

    /// Whether this installation made the token; compared in constant time.
    package func isAuthentic(secret: RefreshSecret) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            signature,
            authenticating: Self.signed(session, counter),
            using: secret.key(for: session)
        )
    }

    /// What the client stores. Never to be logged.
    package var text: String { "\(Self.version).\(session).\(counter).\(Base64URL.text(signature))" }

    private static func signed(_ session: SessionID, _ counter: Int) -> [UInt8] {
        Array("\(version)|\(session)|\(counter)".utf8)
    }

    private static let version = "rt1"
    private static let maximumLength = 128
}
