import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func listAuditLog(_ request: ListAuditLog, _ call: Call) async throws -> ListAuditLog.Response {
        let tenant = try call.caller.tenantID
        let (page, limit) = (request.page?.value ?? 1, request.limit?.value ?? 50)
        let (start, end) = (request.startDate?.start, request.endDate?.end)
        return try await call.read { transaction in
            let total = try transaction.value(
                """
                select count(*) from auth.audit_log
                where tenant_id = \(tenant)
                    and (\(request.userID) is null or actor_id = \(request.userID))
                    and (\(request.action) is null or action = \(request.action))
                    and (\(start) is null or occurred_at >= \(start))
                    and (\(end) is null or occurred_at < \(end))
                """,
                as: Int.self
            )
            let lines: [AuditRow] = try transaction.all(
                """
                select occurred_at, actor_id, action, address, user_agent, subject, session_id, request_id, detail
                from auth.audit_log
                where tenant_id = \(tenant)
                    and (\(request.userID) is null or actor_id = \(request.userID))
                    and (\(request.action) is null or action = \(request.action))
                    and (\(start) is null or occurred_at >= \(start))
                    and (\(end) is null or occurred_at < \(end))
                order by occurred_at desc, id desc
                limit \(limit) offset \((page - 1) * limit)
                """
            )
            return ListAuditLog.Response(
                logs: lines.map(\.line),
                pagination: .init(currentPage: page, limit: limit, totalItems: total ?? 0)
            )
        }
    }
}

/// A row of the log.
private struct AuditRow: Decodable {
    var occurredAt: Date
    var actorID: UserID?
    var action: String
    var address: String?
    var userAgent: String?
    var subject: String?
    var sessionID: SessionID?
    var requestID: String?
    var detail: String?

    var line: AuditLine {
        AuditLine(
            timestamp: occurredAt,
            userID: actorID,
            action: action,
            ipAddress: address,
            userAgent: userAgent,
            subject: subject,
            sessionID: sessionID,
            requestID: requestID,
            detail: detail
        )
    }
}
