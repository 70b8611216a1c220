import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatSignIn(_ request: ChatSignIn, _ call: Call) async throws -> ChatSignIn.Response {
        guard let name = request.username.filled, let password = request.password, !password.text.isEmpty else {
            throw ChatRefusal.missingFields
        }
        let (tokens, user) = try await chatSession(of: name, password, secondFactor: request.code, call)
        return ChatSignIn.Response(tokens, user: user)
    }

    /// Signs in somebody whose address is verified, with a code where they have a second factor.
    func chatSession(
        of name: String,
        _ password: Password,
        secondFactor: String?,
        _ call: Call
    ) async throws -> (ChatTokens, ChatUser) {
        let tenant = try await chatTenant
        guard let typed = try? Line<254>(parsing: name) else { throw AuthError.invalidCredentials }
        let refreshToken: String
        do {
            let request = SignIn(tenantID: tenant, email: typed, password: password)
            refreshToken = try await signIn(request, call).refreshToken
        } catch AuthError.accountNotActive, AuthError.schoolNotActive {
            throw ChatRefusal.loginFailed
        } catch AuthError.twoFactorEnrollmentRequired {
            throw ChatRefusal.enrollmentRequired
        } catch AuthError.twoFactorRequired(let challenge) {
            guard let code = secondFactor.filled else { throw ChatRefusal.secondFactorRequired }
            guard let code = try? Line<32>(parsing: code) else { throw AuthError.invalidCode }
            let second = VerifyTwoFactor(challengeToken: try Line(parsing: challenge.text), code: code)
            refreshToken = try await verifyTwoFactor(second, call).refreshToken
        }
        let (tokens, user) = try await chatTokens(refreshToken, in: tenant, at: call.now)
        guard user.isVerified else {
            // Only whoever knew the password comes this far; the session ends before its tokens leave.
            _ = try await signOut(SignOut(refreshToken: refreshToken), call)
            throw ChatRefusal.emailNotVerified
        }
        return (tokens, user)
    }

    func chatRefresh(_ request: ChatRefresh, _ call: Call) async throws -> ChatRefresh.Response {
        guard let shown = request.refreshToken.filled else { throw ChatRefusal.refreshTokenRequired }
        return ChatRefresh.Response(try await chatRefreshed(shown, call).0)
    }

    /// Exchanges a refresh token for a new pair.
    func chatRefreshed(_ shown: String, _ call: Call) async throws -> (ChatTokens, ChatUser) {
        let tenant = try await chatTenant
        guard let token = RefreshToken.parse(shown), try await school(of: token.session) == tenant else {
            throw ChatRefusal.invalidRefreshToken
        }
        do {
            let pair = try await refresh(RefreshSession(refreshToken: shown), call)
            return try await chatTokens(pair.refreshToken, in: tenant, at: call.now)
        } catch AuthError.invalidRefreshToken, AuthError.refreshTokenReused {
            throw ChatRefusal.invalidRefreshToken
        }
    }

    func chatSignOut(_ request: ChatSignOut, _ call: Call) async throws -> ChatSignedOut {
        _ = try await signOut(SignOut(refreshToken: request.refreshToken), call)
        return ChatSignedOut("Logout successful")
    }

    func chatSignOutEverywhere(_ request: ChatSignOutEverywhere, _ call: Call) async throws -> ChatSignedOut {
        _ = try await endEverySession(call)
        return ChatSignedOut("Logged out from all devices")
    }

    /// Ends everything the caller is signed in to; how many sessions that were.
    func endEverySession(_ call: Call) async throws -> Int {
        let caller = try call.caller
        let ended = try await database.tenant(caller.tenantID) { transaction in
            let ended = try transaction.end(
                .all(of: caller.userID),
                in: caller.tenantID,
                because: .signedOut,
                at: call.now
            )
            let entry = AuditEntry(action: .signedOut, actor: caller.userID, session: caller.sessionID)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return ended
        }
        refuse(ended)
        return ended.sessions.count
    }

    /// The session of a refresh token made a moment ago: an access token in the chat platform's form, and whose it is.
    private func chatTokens(
        _ refreshToken: String,
        in tenant: TenantID,
        at now: Date
    ) async throws -> (ChatTokens, ChatUser) {
        guard let session = RefreshToken.parse(refreshToken)?.session else { throw ChatRefusal.invalidRefreshToken }
        let account: ChatAccount? = try await database.tenant(tenant).first(
            """
            select u.id, u.username, u.email, u.name, u.locale, u.email_verified_at is not null as is_verified, u.role,
                u.created_at, coalesce(u.updated_at, u.created_at) as updated_at
            from auth.sessions s
            join auth.users u on u.tenant_id = s.tenant_id and u.id = s.user_id
            where s.tenant_id = \(tenant) and s.id = \(session)
            """
        )
        guard let account else { throw ChatRefusal.invalidRefreshToken }
        let user = account.user
        let identity = Identity(
            userID: account.id,
            tenantID: tenant,
            role: account.role,
            sessionID: session,
            name: account.name,
            locale: account.locale.text,
            username: user.username,
            email: user.email.text
        )
        let access = try signer.issue(to: identity, at: now, form: .chat)
        return (ChatTokens(accessToken: access.text, refreshToken: refreshToken), user)
    }
}
