import Access
import FoundationEssentials
import Postgres
import Values

/// Which sessions are to end.
enum SessionsToEnd: Sendable {
    /// Everything somebody is signed in to.
    case all(of: UserID)
    /// Everything somebody is signed in to, but for the session they are using.
    case others(of: UserID, but: SessionID)
}

/// What a transaction ended, and what is to be refused once it has committed.
struct EndedSessions: Codable, Sendable {
    var sessions: [SessionID]
    var at: Date
}

/// An answer together with what its change ended.
struct AnswerEndingSessions<Response: Codable & Sendable>: Codable, Sendable {
    var response: Response
    var ended: EndedSessions?
}

extension Transaction {
    /// Ends sessions. Hand what is returned to `AuthService.refuse` after the commit.
    ///
    /// The update takes the lock that a refresh holds: a token made before it is worth nothing, none is made after it.
    @discardableResult
    func end(
        _ sessions: SessionsToEnd,
        in tenant: TenantID,
        because reason: EndOfSession,
        at now: Date
    ) throws -> EndedSessions {
        let (user, kept): (UserID, SessionID?) =
            switch sessions {
            case .all(let user): (user, nil)
            case .others(let user, let kept): (user, kept)
            }
        let ended: [SessionID] = try all(
            """
            update auth.sessions set revoked_at = \(now), revoked_because = \(reason)
            where tenant_id = \(tenant) and user_id = \(user) and id is distinct from \(kept) and revoked_at is null
            returning id
            """
        )
        return EndedSessions(sessions: ended, at: now)
    }
}

extension AuthService {
    /// Refuses in this process, at once, the access tokens of what a committed transaction ended.
    func refuse(_ ended: EndedSessions?) {
        guard let ended else { return }
        for session in ended.sessions { revocations.revoke(session: session, at: ended.at) }
    }
}
