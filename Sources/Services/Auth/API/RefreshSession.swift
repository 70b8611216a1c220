package import Access
package import Endpoints

/// Exchanges a refresh token for a new pair. Every use makes the next token; the old one has been used.
///
/// The same token again within the grace time (30 seconds; none when configured strict) gets the current successor,
/// never a second chain: portals lose answers and refresh in parallel. Later it is taken for theft: the session ends,
/// 401 `refresh_token_reused`, and the audit log says so.
package struct RefreshSession: Endpoint {
    package static let route = Route.post("/api/auth/refresh", "Exchanges a refresh token for a new pair of tokens.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = TokenPair

    package var refreshToken: String

    package init(refreshToken: String) { self.refreshToken = refreshToken }
}
