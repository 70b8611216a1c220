import AccountingAPI
import ChatAPI
import FoundationEssentials
import Postgres
import Values

/// What is to be written of one turn. Changes of one school travel together.
enum TurnChange: Sendable {
    /// A session begins, with its first turn.
    case begun(AskedTurn, HoldID?, by: UserID)
    /// `events`: the record of the end as it is stored.
    case ended(ChatMessageID, HoldID?, TurnEnd, events: String)

    /// Text that is not bounded elsewhere, in bytes.
    fileprivate var size: Int {
        switch self {
        case .begun(let turn, _, _): turn.question.utf8.count
        case .ended(_, _, _, let events): events.utf8.count
        }
    }
}

/// Turns of one school, in one statement: under load most of what an answer costs in the database is the commit, and
/// those who begin and end together share it.
enum TurnBatch {
    /// How many changes go together.
    static let largest = 64
    /// A change with more text than this goes alone, so that a batch is no larger than one such change may be.
    private static let largestText = 32 << 10

    /// Whether a change goes with others.
    static func takes(_ change: TurnChange) -> Bool { change.size <= largestText }

    static func write(_ changes: [TurnChange], in tenant: TenantID, _ database: Database) async throws {
        let (begun, ended) = (BegunColumns(changes), EndedColumns(changes))
        try await database.tenant(tenant).execute(
            """
            with begun as (
                select id, session_id, user_id, chatflow_id, topic, question, answer_id,
                    nullif(hold_id, \(HoldID.absent)) as hold_id, asked_at, lease_until
                from unnest(
                    \(begun.ids), \(begun.sessions), \(begun.users), \(begun.chatflows), \(begun.topics),
                    \(begun.questions), \(begun.answers), \(begun.holds), \(begun.times), \(begun.leases)
                ) as turn (
                    id, session_id, user_id, chatflow_id, topic, question, answer_id, hold_id, asked_at, lease_until)
            ), session as (
                insert into chat.sessions (tenant_id, id, user_id, chatflow_id, topic, created_at, last_activity_at)
                select \(tenant), session_id, user_id, chatflow_id, topic, asked_at, asked_at from begun
                returning id
            ), turn as (
                insert into chat.turns (
                    tenant_id, id, session_id, user_id, chatflow_id, question, answer_id, status, hold_id, asked_at,
                    lease_until
                )
                select \(tenant), begun.id, session.id, begun.user_id, begun.chatflow_id, begun.question,
                    begun.answer_id, 'answering', begun.hold_id, begun.asked_at, begun.lease_until
                from begun join session on session.id = begun.session_id
            )
            update chat.turns turn
            set status = ended.status, failure = nullif(ended.failure, ''), events = ended.events::jsonb,
                cost = ended.cost, ended_at = now()
            from unnest(
                \(ended.ids), \(ended.holds), \(ended.statuses), \(ended.failures), \(ended.events), \(ended.costs)
            ) as ended (id, hold_id, status, failure, events, cost)
            where turn.tenant_id = \(tenant) and turn.id = ended.id and turn.status = 'answering'
                and turn.hold_id is not distinct from nullif(ended.hold_id, \(HoldID.absent))
            """
        )
    }
}

private struct BegunColumns {
    var ids: [ChatMessageID] = []
    var sessions: [ChatSessionID] = []
    var users: [UserID] = []
    var chatflows: [String] = []
    var topics: [String] = []
    var questions: [String] = []
    var answers: [ChatMessageID] = []
    var holds: [HoldID] = []
    var times: [Date] = []
    var leases: [Date] = []

    init(_ changes: [TurnChange]) {
        for case .begun(let turn, let hold, let user) in changes {
            guard let session = turn.session else { continue }
            ids.append(turn.id)
            sessions.append(session)
            users.append(user)
            chatflows.append(turn.chatflow)
            topics.append(AskedTurn.topic(of: turn.question))
            questions.append(turn.storedQuestion)
            answers.append(turn.answerID)
            holds.append(hold ?? .absent)
            times.append(turn.askedAt)
            leases.append(turn.leaseUntil)
        }
    }
}

private struct EndedColumns {
    var ids: [ChatMessageID] = []
    var holds: [HoldID] = []
    var statuses: [String] = []
    var failures: [String] = []
    var events: [String] = []
    var costs: [Int] = []

    init(_ changes: [TurnChange]) {
        for case .ended(let id, let hold, let end, let text) in changes {
            ids.append(id)
            holds.append(hold ?? .absent)
            statuses.append(end.status.rawValue)
            failures.append(end.failure ?? "")
            events.append(text)
            costs.append(end.cost.micro)
        }
    }
}
