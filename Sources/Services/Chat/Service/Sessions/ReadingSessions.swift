import Access
import ChatAPI
import Endpoints
import Postgres
import Values

extension ChatService {
    func listSessions(_ request: ListChatSessions, _ call: Call) async throws -> ListChatSessions.Response {
        let caller = try call.caller
        return ListChatSessions.Response(
            try await call.school.all(
                """
                select session.id as session_id, session.chatflow_id, session.topic, session.created_at,
                    (
                        select first.content from chat.messages first
                        where first.tenant_id = session.tenant_id and first.session_id = session.id
                        order by first.created_at, first.id
                        limit 1
                    ) as first_message
                from chat.sessions session
                where session.tenant_id = \(caller.tenantID) and session.user_id = \(caller.userID)
                order by session.created_at desc, session.id
                limit 500
                """
            )
        )
    }

    func sessionHistory(_ request: GetSessionHistory, _ call: Call) async throws -> GetSessionHistory.Response {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        return try await call.read { transaction in
            try transaction.checkOwns(session, caller)
            return GetSessionHistory.Response(
                try transaction.all(
                    """
                    select id, role, content, created_at, session_id
                    from (
                        select * from chat.messages
                        where session_id = \(session)
                        order by created_at desc, id desc
                        limit 1000
                    ) latest
                    order by created_at, id
                    """
                )
            )
        }
    }

    func deleteSession(_ request: DeleteSession, _ call: Call) async throws -> DeleteSession.Response {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        return try await call.write { transaction in
            try transaction.checkOwns(session, caller)
            let messages = try transaction.execute("delete from chat.messages where session_id = \(session)")
            try transaction.execute("delete from chat.sessions where id = \(session)")
            return DeleteSession.Response(session, messages: messages, of: caller.userID)
        }
    }

    func deleteHistory(_ request: DeleteHistory, _ call: Call) async throws -> DeleteHistory.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let messages = try transaction.execute(
                """
                delete from chat.messages message using chat.sessions session
                where session.tenant_id = message.tenant_id and session.id = message.session_id
                    and session.user_id = \(caller.userID)
                """
            )
            let sessions = try transaction.execute("delete from chat.sessions where user_id = \(caller.userID)")
            return DeleteHistory.Response(sessions: sessions, messages: messages, of: caller.userID)
        }
    }

    /// What is no UUID is no session of anybody.
    private static func session(_ text: String) throws -> ChatSessionID {
        guard let id = ChatSessionID(text) else { throw ChatError.noSuchSession }
        return id
    }
}

extension Transaction {
    fileprivate func checkOwns(_ session: ChatSessionID, _ caller: Principal) throws {
        let owner: UserID? = try value("select user_id from chat.sessions where id = \(session) for update")
        guard owner == caller.userID else { throw ChatError.noSuchSession }
    }
}
