package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Makes an account for whoever asks, as a student or a parent.
///
/// 403 `forbidden_role` for any other role, `registration_closed` where a school admits by itself,
/// `tenant_limit_reached` when it has all the people it may have; 409 `email_taken` or `username_taken`; 422
/// `weak_password` says what is wrong.
package struct Register: Endpoint {
    package static let route = Route.post("/api/auth/register", "Makes an account.", success: .created)
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }

    /// The school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?
    package var email: Email
    package var name: Line<255>
    package var password: Password
    /// `student` when left out.
    package var role: Role?
    package var phoneNumber: PhoneNumber?
    package var username: Username?
    package var locale: LanguageTag?

    package init(tenantID: TenantID, email: Email, name: Line<255>, password: Password, role: Role? = nil) {
        (self.tenantID, self.email, self.name, self.password, self.role) = (tenantID, email, name, password, role)
    }

    /// The new account, its id in both spellings that clients read.
    package struct Response: Codable, Sendable {
        package var userID: UserID
        package var userIDInCamelCase: UserID
        package var message: String
        package var user: User

        package init(user: User, message: String) {
            (userID, userIDInCamelCase) = (user.id, user.id)
            (self.message, self.user) = (message, user)
        }

        enum CodingKeys: String, CodingKey, VerbatimKey {
            case userID = "user_id"
            case userIDInCamelCase = "userId"
            case message, user
        }
    }
}
