import Access
import FoundationEssentials
import Postgres
import Values

/// Which sessions are to end.
enum SessionsToEnd: Sendable {
    /// One session, whoever's it is.
    case one(SessionID)
    /// Everything somebody is signed in to.
    case all(of: UserID)
    /// Everything somebody is signed in to, but for the session they are using.
    case others(of: UserID, but: SessionID)

    fileprivate var session: SessionID? { if case .one(let session) = self { session } else { nil } }

    fileprivate var user: UserID? {
        switch self {
        case .one: nil
        case .all(let user), .others(let user, _): user
        }
    }

    fileprivate var kept: SessionID? { if case .others(_, let kept) = self { kept } else { nil } }
}

/// Why a session ended before its time.
enum EndOfSession: String, PostgresValue {
    case signedOut = "signed_out"
    case refreshTokenReused = "refresh_token_reused"
    /// Its owner or an admin ended it from a list.
    case revoked
    case passwordChanged = "password_changed"
    case passwordReset = "password_reset"
    case roleChanged = "role_changed"
    /// The account was suspended or closed.
    case accountClosed = "account_closed"
    /// The school asks a second factor of its admins, and this one has none.
    case twoFactorRequired = "two_factor_required"
    /// An admin took the second factor away from somebody who lost it.
    case twoFactorReset = "two_factor_reset"

    /// Whether somebody else may have been signed in, and may have made keys.
    fileprivate var endsAPIKeys: Bool { self == .passwordReset || self == .twoFactorReset }
}

/// What a transaction ended, and what is to be refused once it has committed.
struct EndedSessions: Codable, Sendable {
    /// The sessions that had not ended before.
    var sessions: [SessionID]
    /// Whose they were; `nil` when none ended.
    var owner: UserID?
    /// Whose tokens from before `at` are refused, whatever session they name.
    var user: UserID?
    var at: Date
}

/// An answer together with what its change ended.
struct AnswerEndingSessions<Response: Codable & Sendable>: Codable, Sendable {
    var response: Response
    var ended: EndedSessions?
}

extension Transaction {
    /// Ends sessions and tells every process to refuse their access tokens: the one way in which sessions end.
    ///
    /// The update takes the lock that a refresh holds: a token made before it is worth nothing, none is made after it.
    /// `.all` and `.others` also wait for whoever signs in at this moment; a change of the account itself (password,
    /// role, status) is to be written before this, in the same transaction. Hand what is returned to
    /// `AuthService.refuse` after the commit; other processes hear of it in a moment, this one too if you do not.
    @discardableResult
    func end(
        _ sessions: SessionsToEnd,
        in tenant: TenantID,
        because reason: EndOfSession,
        at now: Date
    ) throws -> EndedSessions {
        var everything: UserID?
        if let user = sessions.user {
            try execute(
                "select from auth.users where tenant_id = \(tenant) and id = \(user) for no key update"
            )
            if sessions.kept == nil { everything = user }
            if reason.endsAPIKeys { try revokeAPIKeys(of: user, in: tenant, at: now) }
        }
        struct Ended: Decodable {
            var id: SessionID?
            var userID: UserID?
        }
        let ended: [Ended] = try all(
            """
            with ended as (
                update auth.sessions set revoked_at = \(now), revoked_because = \(reason)
                where tenant_id = \(tenant) and revoked_at is null
                    and (id = \(sessions.session)
                        or (user_id = \(sessions.user) and id is distinct from \(sessions.kept)))
                returning id, user_id
            ), told as (
                insert into auth.revocations (tenant_id, kind, subject, before)
                select \(tenant), 'session', id, null::timestamptz from ended
                union all
                select \(tenant), 'user', \(everything), \(now) where \(everything) is not null
            )
            select ended.id, ended.user_id, bell.rung
            from (select pg_notify(\(RevocationFeed.channel), '') as rung) as bell
            left join ended on true
            """
        )
        return EndedSessions(
            sessions: ended.compactMap(\.id),
            owner: ended.lazy.compactMap(\.userID).first,
            user: everything,
            at: now
        )
    }
}

extension AuthService {
    /// Refuses in this process, at once, the access tokens of what a committed transaction ended.
    func refuse(_ ended: EndedSessions?) {
        guard let ended else { return }
        for session in ended.sessions { revocations.revoke(session: session, at: ended.at) }
        if let user = ended.user { revocations.revoke(user: user, before: ended.at, at: ended.at) }
    }
}
