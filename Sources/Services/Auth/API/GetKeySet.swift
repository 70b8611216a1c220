package import Access
package import Endpoints

/// The public keys that verify access tokens, as a JWK Set (RFC 7517 §5).
///
/// Empty when tokens are signed with a secret shared with other verifiers. A key is published before anything is
/// signed with it and until the last token it signed has expired.
package struct GetKeySet: DownloadEndpoint {
    package static let route = Route.get(
        "/.well-known/jwks.json",
        "The public keys that verify access tokens.",
        aliases: ["/api/auth/.well-known/jwks.json"]
    )
    package static let access = Access.anyone
    package static let mediaTypes = ["application/jwk-set+json"]

    package init() {}
}
