import Access
import FoundationEssentials
import Postgres
import Values

/// Sessions that a transaction ended: their access tokens are refused once it has committed.
struct ChatEndedSessions: Sendable {
    var sessions: [SessionID]
    /// Whose tokens from before `at` are refused, whatever session they name.
    var user: UserID?
    var at: Date
}

extension Transaction {
    /// Ends everything somebody is signed in to, but for the session to be kept.
    ///
    /// Waits for whoever signs in at this moment; write a change of the account before this, in the same transaction.
    func endSessions(
        of user: UserID,
        but kept: SessionID? = nil,
        in tenant: TenantID,
        because reason: String,
        at now: Date
    ) throws -> ChatEndedSessions {
        try execute("select from auth.users where tenant_id = \(tenant) and id = \(user) for no key update")
        let sessions: [SessionID] = try all(
            """
            update auth.sessions set revoked_at = \(now), revoked_because = \(reason)
            where tenant_id = \(tenant) and user_id = \(user) and revoked_at is null and id is distinct from \(kept)
            returning id
            """
        )
        return ChatEndedSessions(sessions: sessions, user: kept == nil ? user : nil, at: now)
    }
}

extension AuthService {
    /// Refuses the access tokens of what a committed transaction ended.
    func refuse(_ ended: ChatEndedSessions?) {
        guard let ended else { return }
        for session in ended.sessions { revocations.revoke(session: session, at: ended.at) }
        if let user = ended.user { revocations.revoke(user: user, before: ended.at, at: ended.at) }
    }
}
