import Access
import AccountingAPI
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Upstreams
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
        let touched = try execute(
            """
            insert into chat.sessions (tenant_id, id, user_id, chatflow_id, topic, created_at, last_activity_at)
            values (
                \(caller.tenantID), \(session), \(caller.userID), \(chatflow), \(AskedTurn.topic(of: question)),
                \(now), \(now))
            on conflict (tenant_id, id) do update set last_activity_at = excluded.last_activity_at,
                topic = case when sessions.topic = '' then excluded.topic else sessions.topic end
            where sessions.user_id = excluded.user_id and sessions.chatflow_id = excluded.chatflow_id
            """
        )
        guard touched == 1 else { throw ChatError.noSuchSession }
    }

    /// Keeps a question that is about to be answered, in a session that goes on.
    ///
    /// - Throws: 409 `request_in_progress` when another request with this key got here first, or `session_busy` when
    ///   `isAlone` and the session's last question is still being answered.
    func begin(_ turn: AskedTurn, _ hold: HoldID?, key: RequestKey?, isAlone: Bool, for caller: Principal) throws {
        if let session = turn.session {
            try begin(session, with: turn.chatflow, topic: turn.question, for: caller, at: turn.askedAt)
            if isAlone, try isBusy(session, at: turn.askedAt) { throw ChatError.sessionBusy }
        }
        guard try execute(turn.insertion(hold, key: key, for: caller)) == 1 else { throw ChatError.requestInProgress }
    }

    /// Takes up a turn that was not answered, once more.
    func resume(_ turn: AskedTurn, _ hold: HoldID?, isAlone: Bool, for caller: Principal) throws {
        if let session = turn.session {
            try begin(session, with: turn.chatflow, topic: turn.question, for: caller, at: turn.askedAt)
            if isAlone, try isBusy(session, at: turn.askedAt) { throw ChatError.sessionBusy }
        }
        let taken = try execute(
            """
            update chat.turns
            set status = 'answering', failure = null, hold_id = \(hold), ended_at = null,
                lease_until = \(turn.leaseUntil)
            where id = \(turn.id) and user_id = \(caller.userID)
                and (status in ('failed', 'stopped') or (status = 'answering' and lease_until < \(turn.askedAt)))
            """
        )
        guard taken == 1 else { throw ChatError.requestInProgress }
    }

    private func isBusy(_ session: ChatSessionID, at now: Date) throws -> Bool {
        try value(
            """
            select exists (
                select from chat.turns
                where session_id = \(session) and status = 'answering' and lease_until > \(now)
            )
            """,
            as: Bool.self
        ) == true
    }
}

extension AskedTurn {
    /// The row of a turn in a session that is there, or in none.
    func insertion(_ hold: HoldID?, key: RequestKey?, for caller: Principal) -> Query {
        """
        insert into chat.turns (
            tenant_id, id, session_id, user_id, chatflow_id, question, answer_id, status, hold_id, key, fingerprint,
            asked_at, lease_until
        ) values (
            \(caller.tenantID), \(id), \(session), \(caller.userID), \(chatflow), \(storedQuestion), \(answerID),
            'answering', \(hold), \(key?.digest), \(key?.fingerprint), \(askedAt), \(leaseUntil)
        )
        on conflict do nothing
        """
    }

    /// The question as far as 50 characters.
    static func topic(of question: String) -> String {
        let question = question.replacing("\u{0}", with: "\u{fffd}")
        return question.count > 50 ? question.prefix(50) + "..." : question
    }

    var storedQuestion: String { question.replacing("\u{0}", with: "\u{fffd}") }
    var leaseUntil: Date { askedAt.addingTimeInterval(AnswersInProgress.turnLease / .seconds(1)) }
}

/// How a turn ended.
struct TurnEnd: Sendable {
    enum Status: String, Sendable {
        case answered, stopped, failed
    }

    var status: Status
    var failure: String?
    var record = AnswerRecord()
    var cost = MicroCredits.zero
}

extension ChatService {
    /// Writes down how a turn ended.
    func keep(_ end: TurnEnd, of turn: AskedTurn, _ charge: Charge) async throws {
        try await write(.ended(turn.id, charge.hold, end, events: end.record.stored), in: charge.tenant)
    }

    /// Writes a change down, with others that wait.
    func write(_ change: TurnChange, in tenant: TenantID) async throws {
        if TurnBatch.takes(change) {
            try await changes.carryOut(change, in: tenant)
        } else {
            try await TurnBatch.write([change], in: tenant, parts.database)
        }
    }

    /// Takes a turn back that was not paid for: one that was there before is what it was, a new one goes, and so does
    /// the session that it began. When that fails, its lease ends and it is a failed one.
    func forget(_ turn: AskedTurn, _ charge: Charge, earlier: EarlierTurn?, of caller: Principal) async {
        let hold = charge.hold
        _ = try? await parts.database.tenant(caller.tenantID) { transaction in
            if let earlier {
                let status = earlier.status == "answering" ? "failed" : earlier.status
                try transaction.execute(
                    """
                    update chat.turns
                    set status = \(status), failure = \(earlier.failure), hold_id = \(earlier.holdID), ended_at = now()
                    where id = \(turn.id) and status = 'answering' and hold_id is not distinct from \(hold)
                    """
                )
                return
            }
            try transaction.removeUploads(of: turn.id, sentAt: turn.askedAt)
            try transaction.execute("delete from chat.turns where id = \(turn.id) and status = 'answering'")
            try transaction.execute(
                """
                delete from chat.sessions session
                where session.id = \(turn.session) and session.user_id = \(caller.userID) and not exists (
                    select from chat.turns turn
                    where turn.tenant_id = session.tenant_id and turn.session_id = session.id
                )
                """
            )
        }
    }
}
