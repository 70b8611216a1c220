import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func listSessions(_ request: ListSessions, _ call: Call) async throws -> Sessions {
        let caller = try call.caller
        return try await sessions(of: caller.userID, call)
    }

    func listUserSessions(_ request: ListUserSessions, _ call: Call) async throws -> Sessions {
        let caller = try call.caller
        _ = try await call.read { try $0.account(request.userID, managedBy: caller) }
        return try await sessions(of: request.userID, call)
    }

    private func sessions(of user: UserID, _ call: Call) async throws -> Sessions {
        struct Row: Decodable, Sendable {
            var id: SessionID
            var address: String?
            var userAgent: String?
            var createdAt: Date
            var lastUsedAt: Date
        }
        let caller = try call.caller
        let rows: [Row] = try await call.school.all(
            """
            select id, address, user_agent, created_at, coalesce(rotated_at[1], created_at) as last_used_at
            from auth.sessions
            where tenant_id = \(caller.tenantID) and user_id = \(user) and revoked_at is null
                and idle_until > \(call.now) and absolute_until > \(call.now)
            order by last_used_at desc, id desc
            limit 100
            """
        )
        return Sessions(
            sessions: rows.map { row in
                Session(
                    id: row.id,
                    device: DeviceName.describe(row.userAgent),
                    address: row.address,
                    userAgent: row.userAgent,
                    createdAt: row.createdAt,
                    lastUsedAt: row.lastUsedAt,
                    isCurrent: row.id == caller.sessionID
                )
            }
        )
    }
}
