import Access
import AccountingAPI
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Upstreams
import Values

/// What has to be known of a question before it is asked, read in one transaction.
struct AskContext: Sendable {
    var tutor: Tutor
    /// What was asked under the same key, or the turn that is tried once more.
    var earlier: EarlierTurn?
    /// What the lessons say, where the answer rests on them.
    var passages: [Passage] = []
    /// What was said before in the session, for models.
    var history: [UpstreamTurn] = []

    /// Whether there may be more to know than the chatflow: what was said before, for models.
    static func knowsMore(of ask: Ask, _ tutor: Tutor) -> Bool {
        guard case .model = tutor.target, case .named = ask.session else { return false }
        return ask.history.isEmpty
    }
}

/// A turn that was begun before.
struct EarlierTurn: Decodable, Sendable {
    let id: ChatMessageID
    let answerID: ChatMessageID
    let sessionID: ChatSessionID?
    let chatflowID: String
    let question: String
    let events: JSON
    let status: String
    let failure: String?
    let cost: Int
    let holdID: HoldID?
    let fingerprint: [UInt8]?
    let askedAt: Date
    let leaseUntil: Date

    var isAnswered: Bool { status == "answered" }

    /// Whether the same request gets what there is: all of it, or what was paid for before its reader left.
    var isFinal: Bool { isAnswered || (status == "stopped" && cost > 0) }

    /// Whether its process ended before it did: its hold may have been charged.
    var isInterrupted: Bool { status == "answering" || failure == "interrupted" }

    /// Whether somebody is at it.
    func isRunning(at now: Date) -> Bool { status == "answering" && leaseUntil > now }
}

extension Transaction {
    func context(of ask: Ask, key: RequestKey?, for caller: Principal, at now: Date) throws -> AskContext {
        var context = AskContext(tutor: try tutor(ask.chatflow, for: caller))
        context.earlier = try earlier(ask, key: key, for: caller)
        if let earlier = context.earlier, ask.retried == nil, earlier.isFinal { return context }
        let tutor = context.tutor
        switch tutor.target {
        case .lessons: context.passages = try passages(about: ask.searched, for: caller, in: tutor.course)
        case .flow: break
        case .model:
            if tutor.course != nil {
                context.passages = try passages(about: ask.searched, for: caller, in: tutor.course)
            }
            if case .named(let session) = ask.session, ask.history.isEmpty {
                context.history = try said(in: session, before: ask.retried, by: caller)
            }
        }
        return context
    }

    private func earlier(_ ask: Ask, key: RequestKey?, for caller: Principal) throws -> EarlierTurn? {
        if let retried = ask.retried {
            return try first(
                """
                select id, answer_id, session_id, chatflow_id, question, events, status, failure, cost, hold_id,
                    fingerprint, asked_at, lease_until
                from chat.turns where id = \(retried) and user_id = \(caller.userID)
                """
            )
        }
        guard let key else { return nil }
        return try first(
            """
            select id, answer_id, session_id, chatflow_id, question, events, status, failure, cost, hold_id,
                fingerprint, asked_at, lease_until
            from chat.turns
            where tenant_id = \(caller.tenantID) and user_id = \(caller.userID) and key = \(key.digest)
            """
        )
    }

    /// The last that was said in a session, the oldest first, as far as it is no more than a model should read again.
    private func said(
        in session: ChatSessionID,
        before retried: ChatMessageID?,
        by caller: Principal
    ) throws -> [UpstreamTurn] {
        let turns: [SaidTurn] = try all(
            """
            select question, events from chat.turns
            where session_id = \(session) and user_id = \(caller.userID) and status = 'answered'
                and id is distinct from \(retried)
            order by asked_at desc, id desc
            limit 10
            """
        )
        var (said, bytes): ([UpstreamTurn], Int) = ([], 0)
        for turn in turns {
            let answer = turn.text
            bytes += turn.question.utf8.count + answer.utf8.count
            guard bytes <= 24_000 else { break }
            said += [UpstreamTurn(.assistant, answer), UpstreamTurn(.user, turn.question)]
        }
        return said.reversed()
    }
}

private struct SaidTurn: Decodable, Sendable {
    let question: String
    let events: JSON

    var text: String {
        (events.array ?? []).compactMap { $0["event"] == "token" ? $0["data"]?.string : nil }.joined()
    }
}
