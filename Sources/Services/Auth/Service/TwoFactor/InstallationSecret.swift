import Crypto
import FoundationEssentials
import Values

/// The installation's own secret, which is not in the database: whoever reads a backup can make no second factor's
/// code, no recovery code and no challenge from it.
///
/// `ELYMICA_SECRET`, or the file `secret` of the data directory. Lost with it are second factors and nothing else.
package struct InstallationSecret: Sendable {
    private let key: SymmetricKey

    /// Any text of at least 16 bytes; keys are derived from it (HKDF, RFC 5869).
    package init(_ text: String) { key = SymmetricKey(data: Array(text.utf8)) }

    private func key(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Array("elymica \(purpose) 1".utf8),
            outputByteCount: 32
        )
    }

    /// The second factor's secret as it is stored: AES-GCM, bound to whom it belongs to.
    func seal(_ secret: [UInt8], for user: UserID, in tenant: TenantID) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(
            secret,
            using: key(for: "second factor"),
            authenticating: Array("\(tenant)|\(user)".utf8)
        )
        return Array(sealed.combined ?? Data())
    }

    /// What was sealed.
    ///
    /// - Throws: ``AuthError/twoFactorSealedOtherwise`` when it was with another secret, or for somebody else.
    func open(_ sealed: [UInt8], for user: UserID, in tenant: TenantID) throws(AuthError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return Array(
                try AES.GCM.open(
                    box,
                    using: key(for: "second factor"),
                    authenticating: Array("\(tenant)|\(user)".utf8)
                )
            )
        } catch {
            throw .twoFactorSealedOtherwise
        }
    }

    /// A recovery code as it is stored: it has 50 bits, so a plain digest could be searched.
    func digest(ofRecoveryCode code: String, of user: UserID, in tenant: TenantID) -> [UInt8] {
        mac("recovery code", "\(tenant)|\(user)|\(code)")
    }

    /// What makes a text ours.
    func mac(_ purpose: String, _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key(for: purpose)))
    }

    /// Whether `mac` made it; compared in constant time.
    func isValid(_ code: [UInt8], _ purpose: String, _ text: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(text.utf8), using: key(for: purpose))
    }
}
