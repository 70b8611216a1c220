import Crypto
import FoundationEssentials
import Values

/// Where a provider reports deliveries, and how it proves that it is the provider.
struct DeliveryCallback: Sendable {
    /// The whole address, as the provider is told.
    let address: String
    private let proof: Proof

    private enum Proof: Sendable {
        case twilio(authToken: String)
        case africasTalking(token: String)
    }

    /// `nil` for a provider that reports nothing, and when nobody outside can reach us.
    init?(_ provider: TextMessageSettings.Provider, publicURL: String?) {
        guard let publicURL else { return nil }
        let base = (publicURL.last == "/" ? String(publicURL.dropLast()) : publicURL) + "/api/sms/callbacks/"
        switch provider {
        case .console: return nil
        case .twilio(let account):
            (address, proof) = (base + "twilio", .twilio(authToken: account.authToken))
        case .africasTalking(let account):
            // Known to whoever knows the key, and to nobody else; one setting less to keep.
            let key = SymmetricKey(data: Array(account.apiKey.utf8))
            let digest = HMAC<SHA256>.authenticationCode(for: Array("elymica delivery reports".utf8), using: key)
            let token = digest.hexadecimal
            (address, proof) = (base + "africastalking/" + token, .africasTalking(token: token))
        }
    }

    /// Twilio signs the address followed by the form's names and values in the order of the names, with HMAC-SHA1 and
    /// the account's token, in Base64 (Twilio, "Validating requests").
    func isTwilio(_ signature: String, of form: ReportForm) -> Bool {
        guard case .twilio(let authToken) = proof, signature.utf8.count <= 64,
            let given = Data(base64Encoded: signature)
        else { return false }
        var signed = address
        for (name, value) in form.fields.sorted(by: { Array($0.name.utf8).lexicographicallyPrecedes($1.name.utf8) }) {
            signed += name + value
        }
        return HMAC<Insecure.SHA1>.isValidAuthenticationCode(
            given,
            authenticating: Array(signed.utf8),
            using: SymmetricKey(data: Array(authToken.utf8))
        )
    }

    /// Compared in constant time.
    func isAfricasTalking(token: String) -> Bool {
        guard case .africasTalking(let expected) = proof else { return false }
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: Array(expected.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(token.utf8), using: key)
    }
}
