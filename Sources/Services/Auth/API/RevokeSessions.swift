package import Access
package import Endpoints
package import Values

/// Ends one session of the caller's, which may be the one that asks. Every process refuses its access token within two
/// seconds. 404 for one that has ended, that is somebody else's, or that never was.
package struct RevokeSession: Endpoint {
    package static let route = Route.delete("/api/auth/sessions/{session_id}", "Ends a session of the caller's.")
    package static let access = Access.signedIn
    package typealias Response = Acknowledged

    package var sessionID: SessionID

    package init(sessionID: SessionID) { self.sessionID = sessionID }
}

/// Ends everything the caller is signed in to, with `keepCurrent` all but the session that asks.
package struct RevokeAllSessions: Endpoint {
    package static let route = Route.post(
        "/api/auth/sessions/revoke-all",
        "Ends everything the caller is signed in to."
    )
    package static let access = Access.signedIn
    package typealias Response = SessionsEnded

    /// `false` when left out.
    package var keepCurrent: Bool?

    package init(keepCurrent: Bool? = nil) { self.keepCurrent = keepCurrent }
}

/// The same as `RevokeAllSessions`, by its other name.
package struct DeleteSessions: Endpoint {
    package static let route = Route.delete("/api/auth/sessions", "Ends everything the caller is signed in to.")
    package static let access = Access.signedIn
    package typealias Response = SessionsEnded

    /// `false` when left out.
    package var keepCurrent: Bool?

    package init(keepCurrent: Bool? = nil) { self.keepCurrent = keepCurrent }
}

/// Signs somebody of the caller's school out everywhere. A super admin is signed out by super admins only.
package struct RevokeUserSessions: Endpoint {
    package static let route = Route.delete(
        "/api/auth/users/{user_id}/sessions",
        "Signs somebody of the school out everywhere."
    )
    package static let access = Access.roles(.admin)
    package typealias Response = SessionsEnded

    package var userID: UserID

    package init(userID: UserID) { self.userID = userID }
}
