package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

/// Opens the wallet of somebody whom the identity service knows, as scripts of the chat platform do after registering
/// them. Nobody has to: a wallet is there as soon as it is needed.
///
/// 409 when it is open, or the e-mail address is somebody else's; 404 for somebody who is not there, because accounts
/// follow the identity service.
package struct OpenAccount: Endpoint {
    package static let route = Route.post(
        "/api/admin/users",
        "Opens somebody's wallet.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.roles(.admin)
    package static let unknownNames = UnknownNames.ignored

    /// The user's id, 24 to 32 hexadecimal digits or a UUID.
    package var sub: PersonReference
    package var email: Email
    package var role: AccountRole
    package var username: Line<100>?

    package init(sub: PersonReference, email: Email, role: AccountRole, username: Line<100>? = nil) {
        (self.sub, self.email, self.role, self.username) = (sub, email, role, username)
    }

    package struct Response: Codable, Sendable {
        package var userID: String
        package var sub: String
        package var email: String
        package var username: String
        /// What the identity service says.
        package var role: AccountRole
        package var createdAt: Date
        package var updatedAt: Date

        package init(userID: String, email: String, username: String, role: AccountRole, createdAt: Date) {
            (self.userID, sub, self.email, self.username) = (userID, userID, email, username)
            (self.role, self.createdAt, updatedAt) = (role, createdAt, createdAt)
        }
    }
}

/// What people are on the chat platform.
package enum AccountRole: String, Codable, Sendable, CaseIterable {
    case enduser, supervisor, admin
    /// Another word for `enduser`.
    case user

    package init(_ role: Role) {
        self =
            switch role {
            case .admin, .superAdmin: .admin
            case .teacher: .supervisor
            case .student, .parent: .enduser
            }
    }
}
