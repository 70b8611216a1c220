package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The audit log of the caller's school, newest first, a page at a time (contract section 1.11).
///
/// Names are in camelCase here as the contract has them. `action` is one of those that lines have, such as `signed_in`.
package struct ListAuditLog: Endpoint {
    package static let route = Route.get("/api/compliance/audit-log", "The audit log of the school, newest first.")
    package static let access = Access.roles(.admin)

    /// Lines of what this person did.
    package var userID: UserID?
    package var action: Line<64>?
    /// From then on: an instant or a day.
    package var startDate: AuditInstant?
    /// Before then; of a day, to its end.
    package var endDate: AuditInstant?
    package var page: PageNumber?
    /// 50 when left out.
    package var limit: PageLimit?

    package init(userID: UserID? = nil, action: Line<64>? = nil) { (self.userID, self.action) = (userID, action) }

    enum CodingKeys: String, CodingKey, VerbatimKey {
        case userID = "userId"
        case startDate, endDate, action, page, limit
    }

    package struct Response: Codable, Sendable {
        package var logs: [AuditLine]
        package var pagination: ListUsers.Response.Pagination

        package init(logs: [AuditLine], pagination: ListUsers.Response.Pagination) {
            (self.logs, self.pagination) = (logs, pagination)
        }
    }
}

/// One line of the audit log.
package struct AuditLine: Codable, Hashable, Sendable {
    package var timestamp: Date
    /// Who did it; absent for somebody unknown and for commands of the operator.
    package var userID: UserID?
    package var action: String
    package var ipAddress: String?
    package var userAgent: String?
    /// Whom it concerns.
    package var subject: String?
    package var sessionID: SessionID?
    package var requestID: String?
    package var detail: String?

    enum CodingKeys: String, CodingKey, VerbatimKey {
        case userID = "userId"
        case sessionID = "sessionId"
        case requestID = "requestId"
        case timestamp, action, ipAddress, userAgent, subject, detail
    }

    package init(
        timestamp: Date,
        userID: UserID?,
        action: String,
        ipAddress: String?,
        userAgent: String?,
        subject: String?,
        sessionID: SessionID?,
        requestID: String?,
        detail: String?
    ) {
        (self.timestamp, self.userID, self.action) = (timestamp, userID, action)
        (self.ipAddress, self.userAgent, self.subject) = (ipAddress, userAgent, subject)
        (self.sessionID, self.requestID, self.detail) = (sessionID, requestID, detail)
    }
}
