package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// All credits that were given in the school and are not spent, by person and then by their end; at most 1,000 at a
/// time.
package struct ListAllocations: Endpoint {
    package static let route = Route.get(
        "/api/credits/allocations/all",
        "All allocations of the school.",
        dialect: .accounting
    )
    package static let access = Access.supervisors
    /// How many allocations a page has.
    package static let pageSize = 1000

    package var page: PageNumber?

    package init(page: PageNumber? = nil) { self.page = page }

    package struct Response: Codable, Sendable {
        package var allocations: [Allocation]

        package init(allocations: [Allocation]) { self.allocations = allocations }
    }
}

/// Credits that were given to somebody.
package struct Allocation: Codable, Sendable {
    package var id: Int
    package var userID: String
    package var totalCredits: Int
    package var remainingCredits: Int
    package var allocatedBy: String
    package var allocatedAt: Date
    package var expiresAt: Date
    package var notes: String?
    package var userAccount: Account

    /// Whom they were given to.
    package struct Account: Codable, Sendable {
        package var username: String
        package var email: String

        package init(username: String, email: String) { (self.username, self.email) = (username, email) }
    }

    private enum CodingKeys: String, CodingKey, VerbatimKey {
        case id
        case userID = "userId"
        case totalCredits, remainingCredits, allocatedBy, allocatedAt, expiresAt, notes
        case userAccount = "UserAccount"
    }

    package init(
        id: Int,
        userID: String,
        totalCredits: Int,
        remainingCredits: Int,
        allocatedBy: String,
        allocatedAt: Date,
        expiresAt: Date,
        notes: String?,
        userAccount: Account
    ) {
        (self.id, self.userID, self.totalCredits, self.remainingCredits) = (id, userID, totalCredits, remainingCredits)
        (self.allocatedBy, self.allocatedAt, self.expiresAt) = (allocatedBy, allocatedAt, expiresAt)
        (self.notes, self.userAccount) = (notes, userAccount)
    }
}
