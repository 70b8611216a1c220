import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func refresh(_ request: RefreshSession, _ call: Call) async throws -> TokenPair {
        guard let token = RefreshToken.parse(request.refreshToken), let tenant = try await school(of: token.session)
        else {
            throw AuthError.invalidRefreshToken
        }
        let origin = Origin(call)
        let outcome = try await database.tenant(tenant) { [settings] transaction in
            try transaction.rotate(token, in: tenant, settings, from: origin)
        }
        switch outcome {
        case .current(let session, let user):
            return try tokens(for: user, session, at: call.now)
        case .ended(let ended):
            refuse(ended)
            throw AuthError.refreshTokenReused
        case .refused:
            throw AuthError.invalidRefreshToken
        }
    }
}

/// What a refresh token led to.
private enum RefreshOutcome: Sendable {
    /// The session goes on; its current token is the answer.
    case current(RefreshableSession, User)
    /// The token was a copy, so the session was ended.
    case ended(EndedSessions)
    case refused
}

/// A session's row as rotation needs it.
private struct SessionRow: Decodable {
    var userID: UserID
    var refreshKey: [UInt8]?
    var counter: Int
    var rotatedAt: [Date]
    var idleUntil: Date
    var absoluteUntil: Date
    var revokedAt: Date?

    var state: RotationState {
        RotationState(
            counter: counter,
            rotatedAt: rotatedAt,
            idleUntil: idleUntil,
            absoluteUntil: absoluteUntil,
            revokedAt: revokedAt
        )
    }
}

extension Transaction {
    /// Decides about a refresh token and acts on it, holding the session's row: two requests with one token come one
    /// after the other, and signing out comes before or after, never in between.
    fileprivate func rotate(
        _ token: RefreshToken,
        in tenant: TenantID,
        _ settings: AuthSettings,
        from origin: Origin
    ) throws -> RefreshOutcome {
        let row: SessionRow? = try first(
            """
            select user_id, refresh_key, counter, rotated_at, idle_until, absolute_until, revoked_at
            from auth.sessions where tenant_id = \(tenant) and id = \(token.session)
            for update
            """
        )
        guard let row, let secret = try settings.secret(for: row.refreshKey), token.isAuthentic(secret: secret),
            let user = try activeUser(row.userID, of: tenant)
        else { return .refused }
        let now = origin.instant
        switch RotationDecision.decide(
            counter: token.counter,
            state: row.state,
            grace: settings.refreshGrace,
            at: now
        )
        {
        case .rotate:
            let next = row.state.rotated(at: now, idle: settings.idleLifetime)
            try execute(
                """
                update auth.sessions
                set counter = \(next.counter), rotated_at = \(next.rotatedAt), idle_until = \(next.idleUntil)
                where tenant_id = \(tenant) and id = \(token.session)
                """
            )
            return .current(RefreshableSession(id: token.session, counter: next.counter, secret: secret), user)
        case .repeatCurrent:
            return .current(RefreshableSession(id: token.session, counter: row.counter, secret: secret), user)
        case .reuse:
            let ended = try end(.one(token.session), in: tenant, because: .refreshTokenReused, at: now)
            try audit(.refreshTokenReused, of: user, token.session, from: origin)
            // Asking again finds the session ended, so this is said once.
            try tell(user, of: .sessionReused, at: now)
            return .ended(ended)
        case .refuse(.replayed):
            try audit(.refreshTokenReplayed, of: user, token.session, from: origin)
            return .refused
        case .refuse:
            return .refused
        }
    }

    private func audit(_ action: AuditedAction, of user: User, _ session: SessionID, from origin: Origin) throws {
        let entry = AuditEntry(action: action, actor: user.id, subject: user.email, session: session)
        try audit(entry, in: user.tenantID, from: origin)
    }

    /// The account, unless it or its school is not active.
    func activeUser(_ id: UserID, of tenant: TenantID) throws -> User? {
        guard let user = try user(id, of: tenant), user.status == .active else { return nil }
        let isOpen = try value("select status = 'active' from auth.tenants where id = \(tenant)", as: Bool.self)
        return isOpen == true ? user : nil
    }
}
