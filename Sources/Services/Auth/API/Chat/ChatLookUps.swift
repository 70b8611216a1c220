package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// Whether there is somebody of that id, and what they are called; an admin sees more (A11).
package struct ChatLookUpUser: Endpoint {
    package static let route = Route.get(
        "/api/auth/users/{userId}",
        "What everybody may know of a person.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone

    package var userID: String

    package struct Response: Codable, Sendable {
        package var id: ChatUserID
        package var username: String
        package var active: Bool
        package var deleted = false
        package var email: Email?
        package var role: String?
        package var isVerified: Bool?
        package var createdAt: Date?
        package var updatedAt: Date?

        /// With `details` for an admin.
        package init(_ user: ChatUser, details: Bool) {
            (id, username, active) = (user.id, user.username, user.isVerified)
            guard details else { return }
            (email, role, isVerified) = (user.email, user.role, user.isVerified)
            (createdAt, updatedAt) = (user.createdAt, user.updatedAt)
        }

        enum CodingKeys: String, CodingKey, VerbatimKey {
            case id = "_id"
            case username, active, deleted, email, role, isVerified, createdAt, updatedAt
        }
    }
}

/// Everybody, oldest account first (A16).
package struct ChatListUsers: Endpoint {
    package static let route = Route.get("/api/admin/users", "Everybody.", dialect: .chatAuth)
    package static let access = Access.roles(.admin)

    package init() {}

    package struct Response: Codable, Sendable {
        package var users: [ChatUser]
        package init(_ users: [ChatUser]) { self.users = users }
    }
}

/// Everybody, as scripts expect them: a bare array.
package struct ChatListUsersBare: Endpoint {
    package static let route = Route.get(
        "/api/users",
        "Everybody, as a bare array.",
        dialect: .chatAuth,
        aliases: ["/api/auth/users"]
    )
    package static let access = Access.roles(.admin)
    package typealias Response = [ChatUser]

    package init() {}
}

/// One person for an admin, in snake_case (A17).
package struct ChatGetUser: Endpoint {
    package static let route = Route.get("/api/admin/users/{userId}", "One person.", dialect: .chatAuth)
    /// Everybody who is signed in gets this far: the refusal has words of its own.
    package static let access = Access.signedIn

    package var userID: String

    package struct Response: Codable, Sendable {
        package var user: Details
        package init(_ user: ChatUser) { self.user = Details(user) }

        /// The account in snake_case, as this one answer has always had it.
        package struct Details: Codable, Sendable {
            package var id: ChatUserID
            package var username: String
            package var email: Email
            package var role: String
            package var isVerified: Bool
            package var createdAt: Date
            package var updatedAt: Date

            init(_ user: ChatUser) {
                (id, username, email, role) = (user.id, user.username, user.email, user.role)
                (isVerified, createdAt, updatedAt) = (user.isVerified, user.createdAt, user.updatedAt)
            }

            enum CodingKeys: String, CodingKey, VerbatimKey {
                case id = "user_id"
                case isVerified = "is_verified"
                case createdAt = "created_at"
                case updatedAt = "updated_at"
                case username, email, role
            }
        }
    }
}

/// One person's document for an admin, at the address that scripts probe.
package struct ChatGetUserDocument: Endpoint {
    package static let route = Route.get("/api/users/{userId}", "One person's document.", dialect: .chatAuth)
    package static let access = Access.roles(.admin)
    package typealias Response = ChatUserAnswer

    package var userID: String
}

/// One person by their address, in camelCase (A18).
package struct ChatGetUserByEmail: Endpoint {
    package static let route = Route.get(
        "/api/admin/users/by-email/{email}",
        "One person by their address.",
        dialect: .chatAuth
    )
    package static let access = Access.roles(.admin)
    package typealias Response = ChatUserAnswer

    package var email: String
}
