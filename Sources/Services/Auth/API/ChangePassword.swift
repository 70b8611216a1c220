package import Access
package import Endpoints

/// Changes the caller's own password.
///
/// 422 `wrong_password` when the current one is wrong, which counts as a failure to sign in; 429 `account_locked` after
/// five; 422 `weak_password`. Unless told otherwise, everybody else who is signed in to the
/// account is signed out. A mail tells of it.
package struct ChangePassword: Endpoint {
    package static let route = Route.post("/api/auth/change-password", "Changes the caller's password.")
    package static let access = Access.signedIn
    package typealias Response = Acknowledged

    package var currentPassword: Password
    package var newPassword: Password
    /// Whether the account's other sessions end; they do when left out.
    package var revokeOtherSessions: Bool?

    package init(currentPassword: Password, newPassword: Password, revokeOtherSessions: Bool? = nil) {
        (self.currentPassword, self.newPassword) = (currentPassword, newPassword)
        self.revokeOtherSessions = revokeOtherSessions
    }
}
