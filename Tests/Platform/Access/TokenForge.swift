import Access
import Crypto
import Foundation
import Values

/// Makes tokens as an attacker, or a mistaken colleague, would: any header, any claims, any key.
struct TokenForge {
    let key: Curve25519.Signing.PrivateKey
    let signing: SigningKey

    init() throws {
        key = Curve25519.Signing.PrivateKey()
        signing = try SigningKey(seed: key.rawRepresentation)
    }

    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)
    static let identity = Identity(
        userID: UserID(),
        tenantID: TenantID(),
        role: .teacher,
        sessionID: SessionID(),
        name: "Wanjiku \"W\" Ñ",
        locale: "en-KE"
    )

    /// The header and claims of a good token, as text to be changed.
    var header: [String: Any] { ["alg": "EdDSA", "typ": "at+jwt", "kid": signing.id] }

    var claims: [String: Any] {
        [
            "iss": "elymica", "aud": "elymica", "sub": Self.identity.userID.description,
            "user_id": Self.identity.userID.description, "tenant_id": Self.identity.tenantID.description,
            "role": "teacher", "sid": Self.identity.sessionID.description, "jti": TokenID().description,
            "typ": "access", "iat": 1_800_000_000, "exp": 1_800_000_900,
        ]
    }

    func token(header: [String: Any]? = nil, claims: [String: Any]? = nil) throws -> String {
        let header = try JSONSerialization.data(withJSONObject: header ?? self.header)
        let claims = try JSONSerialization.data(withJSONObject: claims ?? self.claims)
        return try token(header: Array(header), claims: Array(claims))
    }

    func token(header: [UInt8], claims: [UInt8]) throws -> String {
        let signed = Base64URL.text(header) + "." + Base64URL.text(claims)
        return signed + "." + Base64URL.text(Array(try key.signature(for: Data(signed.utf8))))
    }

    func changed(header: [String: Any] = [:], claims: [String: Any] = [:]) throws -> String {
        try token(
            header: self.header.merging(header) { $1 }.filter { !($0.value is NSNull) },
            claims: self.claims.merging(claims) { $1 }.filter { !($0.value is NSNull) }
        )
    }
}
