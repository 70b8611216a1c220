import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func listActive(_ request: ListActiveSessions, _ call: Call) async throws -> [StreamingSession] {
        let caller = try call.caller
        return try await call.read { try $0.sessions(in: caller.tenantID, of: caller.userID, limit: 1000) }
    }

    func listActive(_ request: ListActiveSessionsOf, _ call: Call) async throws -> [StreamingSession] {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            guard let holder = try transaction.holderIfAny(request.userID, in: tenant) else { return [] }
            return try transaction.sessions(in: tenant, of: holder.id, limit: 1000)
        }
    }

    func listActive(_ request: ListAllActiveSessions, _ call: Call) async throws -> [StreamingSession] {
        let tenant = try call.caller.tenantID
        return try await call.read { try $0.sessions(in: tenant, limit: 1000) }
    }

    func listRecent(_ request: ListRecentSessions, _ call: Call) async throws -> RecentSessions {
        let tenant = try call.caller.tenantID
        let minutes = request.minutes?.value ?? 5
        let since = call.now.addingTimeInterval(TimeInterval(-60 * minutes))
        let sessions = try await call.read { try $0.sessions(in: tenant, endedSince: since, limit: 50) }
        return RecentSessions(sessions: sessions, timestamp: call.now, filter: .init(minutes: minutes))
    }

    func listRecent(_ request: ListRecentSessionsOf, _ call: Call) async throws -> RecentSessions {
        let tenant = try call.caller.tenantID
        let minutes = request.minutes?.value ?? 5
        let since = call.now.addingTimeInterval(TimeInterval(-60 * minutes))
        let sessions: [StreamingSession] = try await call.read { transaction in
            guard let holder = try transaction.holderIfAny(request.userID, in: tenant) else { return [] }
            return try transaction.sessions(in: tenant, of: holder.id, endedSince: since, limit: 20)
        }
        let filter = RecentSessions.Filter(minutes: minutes, userID: request.userID.text)
        return RecentSessions(sessions: sessions, timestamp: call.now, filter: filter)
    }
}

extension Transaction {
    /// Sessions that run, and with a moment those that ended since: active, completed, failed; of each the newest
    /// first.
    fileprivate func sessions(
        in tenant: TenantID,
        of user: UserID? = nil,
        endedSince: Date? = nil,
        limit: Int
    ) throws -> [StreamingSession] {
        struct Row: Decodable {
            let number: Int
            let sessionID: String
            let userID: String
            let modelID: String
            let estimated: Int
            let allocated: Int
            let used: Int
            let status: StreamingSession.Status
            let startedAt: Date
            let completedAt: Date?
        }
        let rows = try all(
            """
            select s.number, s.session_id, p.short_id as user_id, s.model_id, s.estimated, s.allocated, s.used,
                s.status, s.started_at, s.completed_at
            from accounting.streaming_sessions s
            join auth.public_people p on p.tenant_id = s.tenant_id and p.id = s.user_id
            where s.tenant_id = \(tenant) and (s.status = 'active' or s.completed_at >= \(endedSince))
                and s.user_id = coalesce(\(user), s.user_id)
            order by array_position(array['active', 'completed', 'failed'], s.status),
                coalesce(s.completed_at, s.started_at) desc, s.number desc
            limit \(limit)
            """,
            as: Row.self
        )
        return rows.map { row in
            StreamingSession(
                id: row.number,
                sessionID: row.sessionID,
                userID: row.userID,
                modelID: row.modelID,
                estimated: MicroCredits(micro: row.estimated),
                allocated: MicroCredits(micro: row.allocated),
                used: MicroCredits(micro: row.used),
                status: row.status,
                startedAt: row.startedAt,
                completedAt: row.completedAt
            )
        }
    }
}
