import Access
import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// A session with what its refresh tokens are made of.
struct RefreshableSession: Sendable {
    let id: SessionID
    let counter: Int
    let secret: RefreshSecret

    /// The token of the current generation.
    var refreshToken: RefreshToken { .make(session: id, counter: counter, secret: secret) }
}

extension AuthSettings {
    /// What a session's tokens are made with: the key in its row, or the installation's secret for a row without one.
    /// `nil` when that secret is no longer configured.
    func secret(for key: [UInt8]?) throws -> RefreshSecret? {
        try key.map { try RefreshSecret($0) } ?? refreshSecret
    }
}

extension Transaction {
    /// Opens a session for somebody who has just proved who they are.
    ///
    /// Throws `AuthError.twoFactorRequired` or `twoFactorEnrollmentRequired`, each with a challenge, for somebody who
    /// needs a second factor and has not proved it: every way of signing in comes through here.
    func openSession(
        for user: User,
        _ settings: AuthSettings,
        from origin: Origin,
        hasProvedSecondFactor: Bool = false
    ) throws -> RefreshableSession {
        if !hasProvedSecondFactor { try requireSecondFactor(of: user, settings, at: origin.instant) }
        let id = SessionID()
        // From the system's cryptographic generator.
        let key = settings.refreshSecret == nil ? (0..<32).map { _ in UInt8.random(in: .min ... .max) } : nil
        guard let secret = try settings.secret(for: key) else { throw AuthError.invalidRefreshToken }
        let now = origin.instant
        let absoluteUntil = now.addingTimeInterval(settings.absoluteLifetime / .seconds(1))
        let idleUntil = min(now.addingTimeInterval(settings.idleLifetime / .seconds(1)), absoluteUntil)
        try execute(
            """
            insert into auth.sessions
                (tenant_id, id, user_id, refresh_key, idle_until, absolute_until, address, user_agent, created_at)
            values (\(user.tenantID), \(id), \(user.id), \(key), \(idleUntil), \(absoluteUntil), \(origin.address),
                \(origin.userAgent), \(now))
            """
        )
        try noticeDevice(of: user, from: origin)
        return RefreshableSession(id: id, counter: 0, secret: secret)
    }
}

extension AuthService {
    /// The pair of tokens that a session gets now.
    func tokens(for user: User, _ session: RefreshableSession, at now: Date) throws -> TokenPair {
        let identity = Identity(
            userID: user.id,
            tenantID: user.tenantID,
            role: user.role,
            sessionID: session.id,
            name: user.name,
            locale: user.locale.text,
            username: user.username,
            email: user.email.text
        )
        let access = try signer.issue(to: identity, at: now)
        return TokenPair(
            accessToken: access.text,
            refreshToken: session.refreshToken.text,
            expiresIn: String(signer.lifetime.wholeSeconds)
        )
    }

    /// The school of a session that a refresh token names.
    func school(of session: SessionID) async throws -> TenantID? {
        try await database.platform(reason: "find the school of a session that a refresh token names").value(
            "select tenant_id from auth.sessions where id = \(session)"
        )
    }

    /// Removes sessions that ended a month ago, API keys that ended three months ago, and failures and revocations that
    /// no longer count.
    func forgetWhatEnded() async throws {
        let memory = settings.lockDuration / .seconds(1)
        try await database.platform(reason: "remove sessions, failures and revocations that no longer matter") {
            transaction in
            try transaction.execute(
                """
                delete from auth.sessions where least(revoked_at, idle_until) < now() - interval '30 days'
                """
            )
            try transaction.execute(
                """
                delete from auth.sign_in_failures where last_failed_at < now() - make_interval(secs => \(memory))
                """
            )
            try transaction.execute(
                """
                delete from auth.api_keys where least(revoked_at, expires_at) < now() - interval '90 days'
                """
            )
            try transaction.execute("delete from auth.revocations where recorded_at < now() - interval '1 hour'")
        }
    }
}
