package import Access
package import Endpoints

/// The account the caller is signed in with, as it is now.
package struct GetCurrentUser: Endpoint {
    package static let route = Route.get("/api/auth/me", "The account the caller is signed in with.")
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var user: User
        package init(user: User) { self.user = user }
    }
}
