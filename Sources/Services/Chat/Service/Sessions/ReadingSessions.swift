import Access
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    func listSessions(_ request: ListChatSessions, _ call: Call) async throws -> ListChatSessions.Response {
        let caller = try call.caller
        let (limit, offset) = (request.limit?.value ?? 500, request.offset?.value ?? 0)
        let sessions: [ChatSession] = try await call.school.all(
            """
            select session.id as session_id, session.chatflow_id, nullif(session.topic, '') as topic,
                session.created_at,
                (
                    select first.question from chat.turns first
                    where first.tenant_id = session.tenant_id and first.session_id = session.id
                    order by first.asked_at, first.id
                    limit 1
                ) as first_message
            from chat.sessions session
            where session.tenant_id = \(caller.tenantID) and session.user_id = \(caller.userID)
                and (\(request.chatflowID)::text is null or session.chatflow_id = \(request.chatflowID))
            order by session.created_at desc, session.id
            limit \(limit) offset \(offset)
            """
        )
        // A list that is not full is whole.
        if offset == 0, sessions.count < limit { return ListChatSessions.Response(sessions, of: sessions.count) }
        let total: Int? = try await call.school.value(
            """
            select count(*) from chat.sessions
            where tenant_id = \(caller.tenantID) and user_id = \(caller.userID)
                and (\(request.chatflowID)::text is null or chatflow_id = \(request.chatflowID))
            """
        )
        return ListChatSessions.Response(sessions, of: total ?? sessions.count)
    }

    func createSession(_ request: CreateChatSession, _ call: Call) async throws -> CreateChatSession.Response {
        let (caller, now) = (try call.caller, call.now)
        let topic = AskedTurn.topic(of: request.topic?.text ?? "")
        return try await call.write { transaction in
            let tutor = try transaction.tutor(request.chatflowID, for: caller)
            let session = ChatSessionID()
            try transaction.begin(session, with: tutor.id, topic: topic, for: caller, at: now)
            return CreateChatSession.Response(session, with: tutor.id, of: caller.userID, topic: topic, at: now)
        }
    }

    func sessionHistory(_ request: GetSessionHistory, _ call: Call) async throws -> GetSessionHistory.Response {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        return try await call.read { transaction in
            try transaction.checkOwns(session, caller)
            let turns: [TurnRow] = try transaction.all(
                """
                select id, answer_id, session_id, question, events, status, failure, asked_at, ended_at
                from (
                    select * from chat.turns
                    where session_id = \(session)
                    order by asked_at desc, id desc
                    limit \(request.limit?.value ?? 500) offset \(request.offset?.value ?? 0)
                ) latest
                order by asked_at, id
                """
            )
            let uploads = Dictionary(grouping: try transaction.uploads(in: session), by: \.turnID)
            return GetSessionHistory.Response(
                turns.flatMap { $0.messages(with: uploads[$0.id, default: []].map(\.item)) }
            )
        }
    }

    func deleteSession(_ request: DeleteSession, _ call: Call) async throws -> DeleteSession.Response {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        return try await call.write { transaction in
            try transaction.checkOwns(session, caller)
            let messages = try transaction.removeTurns(of: [session])
            try transaction.execute("delete from chat.sessions where id = \(session)")
            return DeleteSession.Response(session, messages: messages, of: caller.userID)
        }
    }

    func deleteHistory(_ request: DeleteHistory, _ call: Call) async throws -> DeleteHistory.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let sessions: [ChatSessionID] = try transaction.all(
                "select id from chat.sessions where user_id = \(caller.userID) order by id for update"
            )
            let messages = try transaction.removeTurns(of: sessions)
            try transaction.execute("delete from chat.sessions where user_id = \(caller.userID)")
            return DeleteHistory.Response(sessions: sessions.count, messages: messages, of: caller.userID)
        }
    }

    /// What is no UUID is no session of anybody.
    static func session(_ text: String) throws -> ChatSessionID {
        guard let id = ChatSessionID(tolerating: text) else { throw ChatError.noSuchSession }
        return id
    }
}

/// A turn as its row has it.
private struct TurnRow: Decodable, Sendable {
    let id: ChatMessageID
    let answerID: ChatMessageID
    let sessionID: ChatSessionID
    let question: String
    let events: JSON
    let status: String
    let failure: String?
    let askedAt: Date
    let endedAt: Date?

    /// Question and answer, as far as there is one. Clients know a question without its answer by `status`.
    func messages(with uploads: [UploadItem]) -> [ChatMessage] {
        var question = ChatMessage(id: id, role: "user", content: question, at: askedAt, in: sessionID)
        question.attach(uploads)
        if status != "answered" { (question.status, question.failure) = (status, failure) }
        let words: [JSON] = (events.array ?? []).compactMap { event in
            guard event["event"] == "token", let data = event["data"] else { return nil }
            return ["event": "token", "data": data]
        }
        guard !words.isEmpty else { return [question] }
        return [
            question,
            ChatMessage(
                id: answerID,
                role: "assistant",
                content: JSON.array(words).compact,
                at: endedAt ?? askedAt,
                in: sessionID
            ),
        ]
    }
}

extension Transaction {
    /// Checks that a session is the caller's, and keeps it from being changed meanwhile.
    func checkOwns(_ session: ChatSessionID, _ caller: Principal) throws {
        let owner: UserID? = try value("select user_id from chat.sessions where id = \(session) for update")
        guard owner == caller.userID else { throw ChatError.noSuchSession }
    }

    /// Removes what was said and uploaded in sessions; returns how many messages that was, a question and its answer
    /// each one.
    func removeTurns(of sessions: [ChatSessionID]) throws -> Int {
        try removeUploads(of: sessions)
        let answered: [Bool] = try all(
            "delete from chat.turns where session_id = any(\(sessions)) returning events @> '[{\"event\": \"token\"}]'"
        )
        return answered.count + answered.count(where: \.self)
    }
}
