package import FoundationEssentials
import Values

/// Issues access tokens.
package struct TokenSigner: Sendable {
    /// How long an access token is valid.
    package let lifetime: Duration
    private let ring: KeyRing

    package init(_ ring: KeyRing, lifetime: Duration = .seconds(900)) {
        self.ring = ring
        self.lifetime = lifetime
    }

    /// A new access token for somebody who has just proved who they are.
    ///
    /// Throws `InvalidKey` when this process has no key to sign with.
    package func issue(
        to identity: Identity,
        at now: Date = Date(),
        form: TokenForm = .campus
    ) throws -> IssuedToken {
        guard let key = ring.keys.signing else { throw InvalidKey("there is no key to sign with") }
        let issued = now.millisecondsSince1970
        let tokenID = TokenID(UUID.version7(at: Date(millisecondsSince1970: issued)))
        let expires = issued / 1000 + Int64(lifetime / .seconds(1))
        let principal = Principal(
            identity,
            tokenID: tokenID,
            issuedAt: Date(millisecondsSince1970: issued),
            expiresAt: Date(millisecondsSince1970: expires * 1000)
        )
        let header: JSON = [
            "alg": .string(key.algorithm.rawValue), "typ": .string(AccessClaims.mediaType), "kid": .string(key.id),
        ]
        let writer = JSONWriter()
        let claims = try writer.bytes(AccessClaims(principal).json(for: key.algorithm, form: form))
        let signed = Base64URL.text(try writer.bytes(header)) + "." + Base64URL.text(claims)
        let signature = Base64URL.text(try key.signature(for: Array(signed.utf8)))
        return IssuedToken(text: signed + "." + signature, principal: principal)
    }
}

/// An access token and what it says.
package struct IssuedToken: Sendable {
    /// What the client sends back as `Authorization: Bearer …`. Never to be logged.
    package let text: String
    package let principal: Principal
}
