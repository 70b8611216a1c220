package import Access
package import Endpoints
package import Values

/// Signs in with username or e-mail address (A5). `Email not verified` is told only to whoever knew the password, and
/// so is `Two-factor code required` (401): the same request with `code` then signs in somebody with a second factor.
package struct ChatSignIn: Endpoint {
    package static let route = Route.post("/api/auth/login", "Signs in.", dialect: .chatAuth)
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }

    package var username: String?
    package var password: Password?
    /// Of the authenticator app, or a recovery code.
    package var code: String?

    /// Tokens in the body and as cookies, and who signed in.
    package struct Response: Codable, Sendable, CookieSetting {
        package var message: String
        package var accessToken: String
        package var refreshToken: String
        package var user: SignedIn

        package init(_ tokens: ChatTokens, user: ChatUser) {
            message = "Login successful"
            (accessToken, refreshToken) = (tokens.accessToken, tokens.refreshToken)
            self.user = SignedIn(user)
        }

        package var cookies: [ResponseCookie] { ChatTokens.cookies(accessToken, refreshToken) }
    }

    /// Who signed in.
    package struct SignedIn: Codable, Sendable {
        package var id: ChatUserID
        package var username: String
        package var email: Email
        package var isVerified: Bool
        package var role: String

        package init(_ user: ChatUser) {
            (id, username, email) = (user.id, user.username, user.email)
            (isVerified, role) = (user.isVerified, user.role)
        }
    }
}

/// Exchanges a refresh token, from the cookie or the body, for a new pair (A6). Rules are those of ``RefreshSession``:
/// the account is read anew, so that whoever lost a role or was suspended gets no more than they have now.
package struct ChatRefresh: Endpoint {
    package static let route = Route.post(
        "/api/auth/refresh",
        "Exchanges a refresh token for a new pair of tokens.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package static var cookieNames: Set<String> { ["refreshToken"] }

    package var refreshToken: String?

    /// The new pair, in the body and as cookies.
    package struct Response: Codable, Sendable, CookieSetting {
        package var message: String
        package var accessToken: String
        package var refreshToken: String

        package init(_ tokens: ChatTokens) {
            message = "Token refreshed successfully"
            (accessToken, refreshToken) = (tokens.accessToken, tokens.refreshToken)
        }

        package var cookies: [ResponseCookie] { ChatTokens.cookies(accessToken, refreshToken) }
    }
}

/// Ends the session of the refresh token or, without one, of the access token; succeeds always (A7).
package struct ChatSignOut: Endpoint {
    package static let route = Route.post("/api/auth/logout", "Ends a session.", dialect: .chatAuth)
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package static var cookieNames: Set<String> { ["refreshToken"] }
    package typealias Response = ChatSignedOut

    package var refreshToken: String?
}

/// Ends everything the caller is signed in to (A8).
package struct ChatSignOutEverywhere: Endpoint {
    package static let route = Route.post("/api/auth/logout-all", "Ends all sessions.", dialect: .chatAuth)
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatSignedOut

    package init() {}
}

/// A message, with the cookies taken away.
package struct ChatSignedOut: Codable, Sendable, CookieSetting {
    package var message: String
    package init(_ message: String) { self.message = message }

    package var cookies: [ResponseCookie] {
        [.removed("accessToken"), .removed("refreshToken", path: ChatTokens.refreshPath)]
    }
}

/// An access token in the chat platform's form with the refresh token of its session.
package struct ChatTokens: Sendable {
    package var accessToken: String
    package var refreshToken: String

    package init(accessToken: String, refreshToken: String) {
        (self.accessToken, self.refreshToken) = (accessToken, refreshToken)
    }

    /// The only path browsers send the refresh token to.
    static let refreshPath = "/api/auth/refresh"

    static func cookies(_ accessToken: String, _ refreshToken: String) -> [ResponseCookie] {
        [
            ResponseCookie("accessToken", accessToken, maximumAge: 900),
            ResponseCookie("refreshToken", refreshToken, path: refreshPath, maximumAge: 604_800),
        ]
    }
}
