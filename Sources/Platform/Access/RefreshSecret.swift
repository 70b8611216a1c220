import Crypto
import FoundationEssentials
import Values

/// The installation's secret that refresh tokens are made with (`JWT_REFRESH_SECRET`, or made at first start).
///
/// Not stored in the database, so that whoever reads a backup can make no token.
package struct RefreshSecret: Sendable {
    private let key: SymmetricKey

    /// Any text or bytes of at least 16 bytes; keys are derived from it.
    package init(_ secret: some Collection<UInt8>) throws(InvalidKey) {
        guard secret.count >= 16 else { throw InvalidKey("the refresh secret has fewer than 16 bytes") }
        key = SymmetricKey(data: Array(secret))
    }

    /// The key of one session (HKDF, RFC 5869).
    func key(for session: SessionID) -> SymmetricKey {
        let purpose = "elymica refresh token 1|\(session)"
        return HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Array(purpose.utf8),
            outputByteCount: SHA256.byteCount
        )
    }
}
