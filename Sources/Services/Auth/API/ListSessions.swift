package import Access
package import Endpoints
package import Values

/// What the caller is signed in to.
package struct ListSessions: Endpoint {
    package static let route = Route.get("/api/auth/sessions", "What the caller is signed in to.")
    package static let access = Access.signedIn
    package typealias Response = Sessions

    package init() {}
}

/// What somebody of the caller's school is signed in to. A super admin's sessions are shown to super admins.
package struct ListUserSessions: Endpoint {
    package static let route = Route.get(
        "/api/auth/users/{user_id}/sessions",
        "What somebody of the school is signed in to."
    )
    package static let access = Access.roles(.admin)
    package typealias Response = Sessions

    package var userID: UserID

    package init(userID: UserID) { self.userID = userID }
}
