package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// What the caller has used, by service, by day in UTC and by model; both dates belong to it.
package struct GetUsageStatistics: Endpoint {
    package static let route = Route.get(
        "/api/usage/stats",
        "What the caller has used.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package var startDate: Moment?
    package var endDate: Moment?

    package init(from startDate: Moment? = nil, to endDate: Moment? = nil) {
        (self.startDate, self.endDate) = (startDate, endDate)
    }

    package typealias Response = UsageStatistics
}

/// What somebody has used; zeros for somebody who is not there.
package struct GetUsageStatisticsOf: Endpoint {
    package static let route = Route.get(
        "/api/usage/stats/{userId}",
        "What a user has used.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    package var userID: PersonReference
    package var startDate: Moment?
    package var endDate: Moment?

    package init(_ userID: PersonReference, from startDate: Moment? = nil, to endDate: Moment? = nil) {
        (self.userID, self.startDate, self.endDate) = (userID, startDate, endDate)
    }

    package typealias Response = UsageStatistics
}

/// What was used in a time. Whole credits, rounded up.
package struct UsageStatistics: Codable, Sendable {
    package var totalRecords: Int
    package var totalCredits: Int
    package var byService: [String: Int]
    /// By date in UTC.
    package var byDay: [String: Int]
    /// Of the services `chat` and `chat-streaming`, by what they were asked to run.
    package var byModel: [String: Int]
    /// The ten newest.
    package var recentActivity: [UsageRecord]

    package init(_ sums: UsageSums, recentActivity: [UsageRecord]) {
        (totalRecords, totalCredits) = (sums.totalRecords, sums.totalCredits)
        (byService, byDay, byModel) = (sums.byService, sums.byDay, sums.byModel)
        self.recentActivity = recentActivity
    }
}

/// Usage added up. Whole credits, rounded up; the 1,000 largest of each kind.
package struct UsageSums: Codable, Sendable {
    package var totalRecords = 0
    package var totalCredits = 0
    package var byUser: [String: Int] = [:]
    package var byService: [String: Int] = [:]
    package var byDay: [String: Int] = [:]
    package var byModel: [String: Int] = [:]

    package init() {}
}

/// One thing that was used.
package struct UsageRecord: Codable, Sendable {
    package var id: Int
    package var userID: String
    package var timestamp: Date
    package var service: String
    package var operation: String
    package var credits: Int
    package var metadata: [String: JSON]

    package init(
        id: Int,
        userID: String,
        timestamp: Date,
        service: String,
        operation: String,
        credits: Int,
        metadata: [String: JSON]
    ) {
        (self.id, self.userID, self.timestamp, self.service) = (id, userID, timestamp, service)
        (self.operation, self.credits, self.metadata) = (operation, credits, metadata)
    }
}

/// What the whole school was charged for, by person as well, for admins. What users say of themselves is not in it.
package struct GetSystemStatistics: Endpoint {
    package static let route = Route.get(
        "/api/usage/system-stats",
        "What the whole school was charged for.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var startDate: Moment?
    package var endDate: Moment?

    package init(from startDate: Moment? = nil, to endDate: Moment? = nil) {
        (self.startDate, self.endDate) = (startDate, endDate)
    }

    package typealias Response = UsageSums
}
