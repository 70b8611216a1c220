import AuthAPI
import Endpoints
import HTTPTypes

extension AuthService {
    /// What the chat platform's web client signs in with, at the gateway.
    var chatProxyOperations: [Operation] {
        [
            Operation(ChatProxySignIn.self, chatProxySignIn),
            Operation(ChatProxyRefresh.self, chatProxyRefresh),
            Operation(ChatProxyRevoke.self, chatProxyRevoke),
        ]
    }

    private func chatProxySignIn(_ request: ChatProxySignIn, _ call: Call) async throws -> ChatProxyTokens {
        do {
            let (tokens, user) = try await chatSession(
                of: request.username,
                request.password,
                secondFactor: request.code,
                call
            )
            return ChatProxyTokens(tokens, user: user, message: "Authentication successful")
        } catch AuthError.invalidCredentials, ChatRefusal.loginFailed, ChatRefusal.emailNotVerified {
            throw Self.refusal("Invalid credentials")
        } catch ChatRefusal.secondFactorRequired {
            throw Self.refusal("A code of the second factor is needed, as code")
        } catch ChatRefusal.enrollmentRequired {
            throw Self.refusal("The school asks for a second factor: set it up at the portal first")
        }
    }

    private func chatProxyRefresh(_ request: ChatProxyRefresh, _ call: Call) async throws -> ChatProxyTokens {
        do {
            let (tokens, user) = try await chatRefreshed(request.refreshToken, call)
            return ChatProxyTokens(tokens, user: user, message: "Token refreshed successfully")
        } catch ChatRefusal.invalidRefreshToken {
            throw Self.refusal("Invalid or expired refresh token")
        }
    }

    private func chatProxyRevoke(
        _ request: ChatProxyRevoke,
        _ call: Call
    ) async throws -> ChatProxyRevoke.Response {
        if request.allTokens == true { return ChatProxyRevoke.Response(revoked: try await endEverySession(call)) }
        _ = try await signOut(SignOut(refreshToken: request.refreshToken), call)
        return ChatProxyRevoke.Response(revoked: 1)
    }

    private static func refusal(_ words: String) -> Problem {
        Problem(.unauthorized, "invalid_credentials", words, headers: [.wwwAuthenticate: "Bearer"])
    }
}
