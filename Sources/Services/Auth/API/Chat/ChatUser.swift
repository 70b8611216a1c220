package import Access
package import FoundationEssentials
package import Values

/// An account as the chat platform's documents show it: `{"_id", "username", …, "__v": 0}`.
package struct ChatUser: Codable, Hashable, Sendable {
    package var id: ChatUserID
    /// The e-mail address of somebody who has no username.
    package var username: String
    package var email: Email
    package var isVerified: Bool
    package var role: String
    package var createdAt: Date
    package var updatedAt: Date
    package var version = 0

    package init(
        id: UserID,
        username: String?,
        email: Email,
        isVerified: Bool,
        role: Role,
        createdAt: Date,
        updatedAt: Date
    ) {
        (self.id, self.username, self.email) = (ChatUserID(id), username ?? email.text, email)
        (self.isVerified, self.role) = (isVerified, role.chatName)
        (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
    }

    enum CodingKeys: String, CodingKey, VerbatimKey {
        case id = "_id"
        case username, email, isVerified, role, createdAt, updatedAt
        case version = "__v"
    }
}

/// An account in an answer of its own: `{"user": …}`.
package struct ChatUserAnswer: Codable, Sendable {
    package var user: ChatUser
    package init(_ user: ChatUser) { self.user = user }
}

/// An account was made: `{"message", "userId"}`.
package struct ChatUserMade: Codable, Sendable {
    package var message: String
    package var userID: ChatUserID
    package init(_ message: String, _ id: UserID) { (self.message, userID) = (message, ChatUserID(id)) }
}
