package import Access
package import Endpoints
package import Values

/// Signs in the chat platform's web client, through the gateway (C6). Whatever is wrong, the words are the same.
package struct ChatProxySignIn: Endpoint {
    package static let route = Route.post("/api/v1/chat/authenticate", "Signs in.", dialect: .chatProxy)
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatProxyTokens

    package var username: String
    package var password: Password
    /// Of the authenticator app, or a recovery code: for whoever has a second factor.
    package var code: String?
}

/// Exchanges a refresh token for a new pair (C7).
package struct ChatProxyRefresh: Endpoint {
    package static let route = Route.post(
        "/api/v1/chat/refresh",
        "Exchanges a refresh token for a new pair of tokens.",
        dialect: .chatProxy
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatProxyTokens

    package var refreshToken: String
}

/// Ends the session of a refresh token, all of the caller's sessions, or the one they ask in (C8).
package struct ChatProxyRevoke: Endpoint {
    package static let route = Route.post("/api/v1/chat/revoke", "Ends sessions.", dialect: .chatProxy)
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }

    package var refreshToken: String?
    package var allTokens: Bool?

    package struct Response: Codable, Sendable {
        package var message: String
        package var revokedTokens: Int

        package init(revoked: Int) { (message, revokedTokens) = ("Tokens revoked successfully", revoked) }
    }
}

/// Tokens, and whose they are.
package struct ChatProxyTokens: Codable, Sendable {
    package var accessToken: String
    package var refreshToken: String
    package var tokenType: String
    /// Seconds that the access token is good for.
    package var expiresIn: Int
    package var user: ChatProxyUser
    package var message: String

    package init(_ tokens: ChatTokens, user: ChatUser, message: String) {
        (accessToken, refreshToken) = (tokens.accessToken, tokens.refreshToken)
        (tokenType, expiresIn) = ("bearer", 900)
        (self.user, self.message) = (ChatProxyUser(user), message)
    }
}

/// Who signed in, as the web client reads it.
package struct ChatProxyUser: Codable, Sendable {
    package var id: ChatUserID
    package var username: String
    package var email: Email
    package var isVerified: Bool
    package var role: String

    package init(_ user: ChatUser) {
        (id, username, email) = (user.id, user.username, user.email)
        (isVerified, role) = (user.isVerified, user.role)
    }

    enum CodingKeys: String, CodingKey, VerbatimKey { case id, username, email, isVerified, role }
}
