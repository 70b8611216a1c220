package import Access
package import Endpoints
import Values

/// The caller's account (A12).
package struct ChatGetProfile: Endpoint {
    package static let route = Route.get("/api/profile", "The caller's account.", dialect: .chatAuth)
    package static let access = Access.signedIn
    package typealias Response = ChatUserAnswer

    package init() {}
}

/// Changes the caller's username or address (A13). A new address has to be verified again: a code goes there.
package struct ChatUpdateProfile: Endpoint {
    package static let route = Route.put("/api/profile", "Changes the caller's account.", dialect: .chatAuth)
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatUserAnswer

    package var username: String?
    package var email: String?
}

/// Greets whoever is signed in (A15).
package struct ChatDashboard: Endpoint {
    package static let route = Route.get("/api/dashboard", "Greets the caller.", dialect: .chatAuth)
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var message: String
        package var user: Greeted

        package init(user: ChatUser) { (message, self.user) = ("Welcome to your dashboard", Greeted(user)) }

        /// Who is greeted.
        package struct Greeted: Codable, Sendable {
            package var userID: String
            package var username: String
            package var role: String

            init(_ user: ChatUser) { (userID, username, role) = (user.id.text, user.username, user.role) }
        }
    }
}

/// Greets whoever is signed in, at the address where older documents have it.
package struct ChatAdminDashboard: Endpoint {
    package static let route = Route.get("/api/admin/dashboard", "Says the caller's role.", dialect: .chatAuth)
    package static let access = Access.signedIn
    package typealias Response = ChatRoleMessage

    package init() {}
}

/// For supervisors and admins (A24).
package struct ChatReports: Endpoint {
    package static let route = Route.get("/api/admin/reports", "Says that reports are open.", dialect: .chatAuth)
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = ChatRoleMessage

    package init() {}
}

/// A message and the caller's role.
package struct ChatRoleMessage: Codable, Sendable {
    package var message: String
    package var role: String
    package init(_ message: String, _ role: Role) { (self.message, self.role) = (message, role.chatName) }
}
