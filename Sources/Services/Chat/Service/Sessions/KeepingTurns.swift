import Access
import ChatAPI
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Begins a session, or goes on with it when it is the caller's and with this chatflow.
    ///
    /// The id may be a client's own. One that belongs to somebody else is refused like one that does not exist: their
    /// session is neither read nor written.
    func begin(
        _ session: ChatSessionID,
        with chatflow: String,
        topic question: String,
        for caller: Principal,
        at now: Date
    ) throws {
        let topic = question.count > 50 ? question.prefix(50) + "..." : question[...]
        let touched = try execute(
            """
            insert into chat.sessions (tenant_id, id, user_id, chatflow_id, topic, created_at, last_activity_at)
            values (
                \(caller.tenantID), \(session), \(caller.userID), \(chatflow), \(String(topic)), \(now), \(now))
            on conflict (tenant_id, id) do update set last_activity_at = excluded.last_activity_at
            where sessions.user_id = excluded.user_id and sessions.chatflow_id = excluded.chatflow_id
            """
        )
        guard touched == 1 else { throw ChatError.noSuchSession }
    }
}

extension Transaction {
    /// Keeps a question with its answer.
    func keep(_ turn: Turn, of caller: Principal, at now: Date) throws {
        var events: [JSON] = [["event": "token", "data": .string(turn.answer.text)]]
        if !turn.answer.passages.isEmpty { events.append(["event": "sourceDocuments", "data": turn.answer.sources]) }
        try execute(
            """
            insert into chat.turns (
                tenant_id, id, session_id, user_id, chatflow_id, question, answer_id, events, status,
                asked_at, ended_at, lease_until
            ) values (
                \(caller.tenantID), \(ChatMessageID()), \(turn.session), \(caller.userID), \(CampusTutor.id),
                \(turn.question), \(turn.message), \(JSON.array(events).compact)::jsonb, 'answered',
                \(now), \(now), \(now)
            )
            """
        )
    }
}
