package import Access
package import Endpoints
package import Values

/// Changes an account of the caller's school; what is left out stays.
///
/// A new role or a status other than `active` ends everything the person is signed in to, in every process within two
/// seconds. 403 `own_account` for one's own role and status, `forbidden_role` for super admins unless one is one; 409
/// `last_admin` when nobody would be left to administer the school, `email_taken`, `username_taken`.
package struct UpdateUser: Endpoint {
    package static let route = Route.patch("/api/auth/users/{user_id}", "Changes an account of the school.")
    package static let access = Access.roles(.admin)

    package var userID: UserID
    package var name: Line<255>?
    package var email: Email?
    package var username: Username?
    package var phoneNumber: PhoneNumber?
    package var locale: LanguageTag?
    package var role: Role?
    package var status: UserStatus?

    package init(userID: UserID, role: Role? = nil, status: UserStatus? = nil) {
        (self.userID, self.role, self.status) = (userID, role, status)
    }

    package struct Response: Codable, Sendable {
        package var user: User
        package var message: String
        package init(user: User, message: String) { (self.user, self.message) = (user, message) }
    }
}

/// Opens an account to sign-in again that failures have closed; one that is open stays so.
package struct UnlockUser: Endpoint {
    package static let route = Route.post(
        "/api/auth/users/{user_id}/unlock",
        "Opens an account that failed sign-ins have closed."
    )
    package static let access = Access.roles(.admin)
    package typealias Response = Acknowledged

    package var userID: UserID

    package init(userID: UserID) { self.userID = userID }
}
