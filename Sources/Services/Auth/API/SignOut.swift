package import Access
package import Endpoints

/// Ends a session: that of the refresh token when one is sent, otherwise the one the caller is signed in to.
///
/// Ending a session that has ended, or that never was, succeeds: the caller has what they asked for.
package struct SignOut: Endpoint {
    package static let route = Route.post("/api/auth/logout", "Ends a session.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var refreshToken: String?

    package init(refreshToken: String? = nil) { self.refreshToken = refreshToken }
}
