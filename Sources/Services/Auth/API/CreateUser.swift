package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Makes an account for somebody else of the caller's school, in any role; super admins are made by super admins only.
///
/// Errors as of `Register`, but a school that is closed to registration is open to its admins.
package struct CreateUser: Endpoint {
    package static let route = Route.post("/api/auth/users", "Makes an account for somebody else.", success: .created)
    package static let access = Access.roles(.admin)

    package var email: Email
    package var name: Line<255>
    package var role: Role
    package var password: Password
    package var phoneNumber: PhoneNumber?
    package var username: Username?
    package var locale: LanguageTag?

    package init(email: Email, name: Line<255>, role: Role, password: Password) {
        (self.email, self.name, self.role, self.password) = (email, name, role, password)
    }

    package struct Response: Codable, Sendable {
        package var userID: UserID
        package var message: String
        package var user: User

        package init(user: User, message: String) {
            (userID, self.message, self.user) = (user.id, message, user)
        }
    }
}
