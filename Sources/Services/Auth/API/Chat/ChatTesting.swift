package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// A code that was mailed, for scripts that read no mail (A25): only in a demo with `ELYMICA_TESTING_ENDPOINTS=1`.
///
/// Codes are stored as digests, so what is handed out is a new one, and the one that was mailed is dead.
package struct ChatTestingToken: Endpoint {
    package static let route = Route.get(
        "/api/testing/verification-token/{userId}",
        "A code that was mailed, for test scripts.",
        dialect: .chatAuth,
        aliases: ["/api/testing/verification-token/{userId}/{type}"]
    )
    package static let access = Access.anyone

    package var userID: String
    /// `email` when left out, or `password-reset`.
    package var type: String?

    package struct Response: Codable, Sendable {
        package var token: String
        package var expires: Date
        package var type: String

        package init(token: String, expires: Date, type: String) {
            (self.token, self.expires, self.type) = (token, expires, type)
        }
    }
}

/// Verifies somebody's address without a code, for test scripts (A26): where ``ChatTestingToken`` is.
package struct ChatTestingVerify: Endpoint {
    package static let route = Route.post(
        "/api/testing/verify-user/{userId}",
        "Verifies an address, for test scripts.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }

    package var userID: String

    package struct Response: Codable, Sendable {
        package var message: String
        package var user: Verified

        package init(_ user: ChatUser) { (message, self.user) = ("User verified successfully", Verified(user)) }

        /// Whose address it is.
        package struct Verified: Codable, Sendable {
            package var id: ChatUserID
            package var username: String
            package var email: Email
            package var isEmailVerified = true
            init(_ user: ChatUser) { (id, username, email) = (user.id, user.username, user.email) }
        }
    }
}
