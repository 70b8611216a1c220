package import Access
package import Endpoints
package import FoundationEssentials

/// The caller's credits and what they are made of, what ends first before the rest.
package struct GetBalance: Endpoint {
    package static let route = Route.get(
        "/api/credits/balance",
        "The caller's credits and their allocations.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package init() {}

    package typealias Response = Balance
}

/// Somebody's credits, for teachers and admins.
package struct GetBalanceOf: Endpoint {
    package static let route = Route.get(
        "/api/credits/balance/{userId}",
        "A user's credits and their allocations.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    package var userID: PersonReference

    package init(_ userID: PersonReference) { self.userID = userID }

    package typealias Response = Balance
}

/// What somebody can spend. Whole credits, rounded down; what is held for something that runs does not count.
package struct Balance: Codable, Sendable {
    package var totalCredits: Int
    package var activeAllocations: [ActiveAllocation]

    package init(totalCredits: Int, activeAllocations: [ActiveAllocation]) {
        (self.totalCredits, self.activeAllocations) = (totalCredits, activeAllocations)
    }
}

/// What is left of credits that were given together.
package struct ActiveAllocation: Codable, Sendable {
    package var id: Int
    package var credits: Int
    package var expiresAt: Date
    package var allocatedAt: Date

    package init(id: Int, credits: Int, expiresAt: Date, allocatedAt: Date) {
        (self.id, self.credits, self.expiresAt, self.allocatedAt) = (id, credits, expiresAt, allocatedAt)
    }
}

/// How many credits the caller has: what the tutor asks before every answer.
package struct GetTotalBalance: Endpoint {
    package static let route = Route.get(
        "/api/credits/total-balance",
        "How many credits the caller has.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var totalCredits: Int

        package init(totalCredits: Int) { self.totalCredits = totalCredits }
    }
}

/// Whether the caller has so many credits. Both answers are 200.
package struct CheckCredits: Endpoint {
    package static let route = Route.post(
        "/api/credits/check",
        "Whether the caller has so many credits.",
        dialect: .accounting
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var requiredCredits: WholeCreditsOrNone

    package init(_ requiredCredits: WholeCreditsOrNone) { self.requiredCredits = requiredCredits }

    package struct Response: Codable, Sendable {
        package var sufficient: Bool
        /// Only when they suffice.
        package var credits: Int?
        package var requiredCredits: Int?
        /// Only when they do not.
        package var message: String?

        package init(credits: Int, required: Int) {
            sufficient = credits >= required
            if sufficient {
                (self.credits, requiredCredits) = (credits, required)
            } else {
                message = "Insufficient credits"
            }
        }
    }
}
