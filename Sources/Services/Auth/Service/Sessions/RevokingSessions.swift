import Access
import AuthAPI
import Endpoints
import Postgres
import Values

extension AuthService {
    func revokeSession(_ request: RevokeSession, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let answer = try await call.write { transaction in
            let isOwn = try transaction.value(
                """
                select true from auth.sessions
                where tenant_id = \(caller.tenantID) and id = \(request.sessionID) and user_id = \(caller.userID)
                """,
                as: Bool.self
            )
            guard isOwn == true else { throw AuthError.unknownSession }
            let ended = try transaction.end(
                .one(request.sessionID),
                in: caller.tenantID,
                because: .revoked,
                at: call.now
            )
            guard ended.owner != nil else { throw AuthError.unknownSession }
            let entry = AuditEntry(action: .sessionRevoked, actor: caller.userID, session: request.sessionID)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return AnswerEndingSessions(response: Acknowledged("The session has ended."), ended: ended)
        }
        refuse(answer.ended)
        return answer.response
    }

    func revokeAllSessions(_ request: RevokeAllSessions, _ call: Call) async throws -> SessionsEnded {
        try await revokeOwn(keepingCurrent: request.keepCurrent ?? false, call)
    }

    func deleteSessions(_ request: DeleteSessions, _ call: Call) async throws -> SessionsEnded {
        try await revokeOwn(keepingCurrent: request.keepCurrent ?? false, call)
    }

    func revokeUserSessions(_ request: RevokeUserSessions, _ call: Call) async throws -> SessionsEnded {
        let caller = try call.caller
        return try await revoke(.all(of: request.userID), call) { transaction in
            let email = try transaction.account(request.userID, managedBy: caller).email
            try transaction.revokeAPIKeys(of: request.userID, in: caller.tenantID, at: call.now)
            return email
        }
    }

    private func revokeOwn(keepingCurrent: Bool, _ call: Call) async throws -> SessionsEnded {
        let caller = try call.caller
        let sessions: SessionsToEnd =
            keepingCurrent ? .others(of: caller.userID, but: caller.sessionID) : .all(of: caller.userID)
        return try await revoke(sessions, call) { _ in nil }
    }

    /// `subject` checks whose sessions these are, and says whom the audit log is to name.
    private func revoke(
        _ sessions: SessionsToEnd,
        _ call: Call,
        subject: @escaping @Sendable (borrowing Transaction) throws -> Email?
    ) async throws -> SessionsEnded {
        let caller = try call.caller
        let answer = try await call.write { transaction in
            let subject = try subject(transaction)
            let ended = try transaction.end(sessions, in: caller.tenantID, because: .revoked, at: call.now)
            let entry = AuditEntry(action: .sessionsRevoked, actor: caller.userID, subject: subject)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return AnswerEndingSessions(response: SessionsEnded(revoked: ended.sessions.count), ended: ended)
        }
        refuse(answer.ended)
        return answer.response
    }
}
