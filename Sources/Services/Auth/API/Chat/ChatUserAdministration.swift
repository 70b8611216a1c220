package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Makes an account (A19). `role` is one of `supervisor`, `enduser`, `user`, `teacher` and `student`; an admin is made
/// by promotion only. Without `skipVerification: true` a code goes to the address.
package struct ChatCreateUser: Endpoint {
    package static let route = Route.post(
        "/api/admin/users",
        "Makes an account.",
        dialect: .chatAuth,
        success: .created
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatUserMade

    package var username: String?
    package var email: String?
    package var password: Password?
    package var role: String?
    package var skipVerification: JSON?
}

/// Makes many accounts (A20), each on its own: one that cannot be made is said so in `results`. Nobody's password is
/// sent by mail: each gets a link to choose one.
package struct ChatCreateUsers: Endpoint {
    package static let route = Route.post(
        "/api/admin/users/batch",
        "Makes many accounts.",
        dialect: .chatAuth,
        success: .created
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }

    package var users: JSON?
    package var skipVerification: JSON?

    package struct Response: Codable, Sendable {
        package var message: String
        package var results: [Result]
        package var summary: Summary

        package init(_ results: [Result]) {
            let made = results.count(where: \.success)
            message = "\(made) of \(results.count) users created successfully"
            self.results = results
            summary = Summary(total: results.count, successful: made, failed: results.count - made)
        }

        /// What became of one of them.
        package struct Result: Codable, Sendable {
            package var username: String
            package var email: String
            package var success: Bool
            package var message: String
            package var userID: ChatUserID?

            package init(username: String, email: String, message: String, userID: UserID? = nil) {
                (self.username, self.email, self.message) = (username, email, message)
                (success, self.userID) = (userID != nil, userID.map(ChatUserID.init))
            }
        }

        /// How many it was.
        package struct Summary: Codable, Sendable {
            package var total: Int
            package var successful: Int
            package var failed: Int
        }
    }
}

/// Gives somebody a role, `admin` included, and ends their sessions (A21).
package struct ChatSetRole: Endpoint {
    package static let route = Route.put(
        "/api/admin/users/{userId}/role",
        "Gives somebody a role.",
        dialect: .chatAuth
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatUserAnswer

    package var userID: String
    package var role: String?
}

/// Takes somebody's account away (A22); not the caller's own, and not an admin's.
package struct ChatDeleteUser: Endpoint {
    package static let route = Route.delete(
        "/api/admin/users/{userId}",
        "Takes an account away.",
        dialect: .chatAuth,
        aliases: ["/api/users/{userId}", "/api/auth/users/{userId}"]
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }

    package var userID: String

    package struct Response: Codable, Sendable {
        package var message: String
        package var user: Deleted

        package init(_ user: ChatUser) { (message, self.user) = ("User deleted successfully", Deleted(user)) }

        /// Whose account it was.
        package struct Deleted: Codable, Sendable {
            package var username: String
            package var email: Email
            package var role: String
            init(_ user: ChatUser) { (username, email, role) = (user.username, user.email, user.role) }
        }
    }
}

/// Takes everybody's account away, admins' only with `preserveAdmins: false`, never the caller's own (A23).
package struct ChatDeleteUsers: Endpoint {
    package static let route = Route.delete(
        "/api/admin/users",
        "Takes all accounts away.",
        dialect: .chatAuth,
        takesBody: true
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }

    /// `DELETE_ALL_USERS`, so that nobody does it by mistake.
    package var confirmDelete: JSON?
    package var preserveAdmins: JSON?

    package struct Response: Codable, Sendable {
        package var message: String
        package var preservedAdmins: Bool

        package init(deleted: Int, preservedAdmins: Bool) {
            message = "\(deleted) users deleted successfully"
            self.preservedAdmins = preservedAdmins
        }
    }
}

/// Gives somebody a new password, the one in the body or a random one, and ends their sessions.
package struct ChatSetPassword: Endpoint {
    package static let route = Route.post(
        "/api/admin/users/{userId}/reset-password",
        "Gives somebody a new password.",
        dialect: .chatAuth
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }

    package var userID: String
    package var newPassword: Password?
    package var generateRandom: JSON?

    package struct Response: Codable, Sendable {
        package var message: String
        package var user: Named
        /// Told once, to the admin who asked for it.
        package var generatedPassword: String?

        package init(_ user: ChatUser, generatedPassword: String?) {
            message = "Password reset successfully"
            (self.user, self.generatedPassword) = (Named(user), generatedPassword)
        }

        /// Whose password it is.
        package struct Named: Codable, Sendable {
            package var username: String
            package var email: Email
            init(_ user: ChatUser) { (username, email) = (user.username, user.email) }
        }
    }
}
