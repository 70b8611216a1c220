package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

/// Gives somebody credits that end after so many days, 30 unless said otherwise. 404 for somebody who is not there.
package struct AllocateCredits: Endpoint {
    package static let route = Route.post(
        "/api/credits/allocate",
        "Gives a user credits.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.supervisors
    package static let unknownNames = UnknownNames.ignored

    package var userID: PersonReference
    package var credits: WholeCredits
    package var expiryDays: ExpiryDays?
    package var notes: Paragraphs<2000>?
    package var priority: GrantPriority?

    package init(
        to userID: PersonReference,
        _ credits: WholeCredits,
        expiryDays: ExpiryDays? = nil,
        notes: Paragraphs<2000>? = nil,
        priority: GrantPriority? = nil
    ) {
        (self.userID, self.credits, self.expiryDays) = (userID, credits, expiryDays)
        (self.notes, self.priority) = (notes, priority)
    }

    package typealias Response = GivenAllocation
}

/// Gives credits to whoever has that e-mail address, for admins.
package struct AllocateCreditsByEmail: Endpoint {
    package static let route = Route.post(
        "/api/credits/allocate-by-email",
        "Gives credits to whoever has that e-mail address.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.roles(.admin)
    package static let unknownNames = UnknownNames.ignored

    package var email: Email
    package var credits: WholeCredits
    package var expiryDays: ExpiryDays?
    package var notes: Paragraphs<2000>?

    package init(
        to email: Email,
        _ credits: WholeCredits,
        expiryDays: ExpiryDays? = nil,
        notes: Paragraphs<2000>? = nil
    ) { (self.email, self.credits, self.expiryDays, self.notes) = (email, credits, expiryDays, notes) }

    package typealias Response = GivenAllocation
}

/// Credits that were given.
package struct GivenAllocation: Codable, Sendable {
    package var id: Int
    package var userID: String
    /// Only where they were given by it.
    package var email: String?
    package var totalCredits: Int
    package var remainingCredits: Int
    package var expiresAt: Date

    package init(id: Int, userID: String, email: String? = nil, credits: Int, expiresAt: Date) {
        (self.id, self.userID, self.email) = (id, userID, email)
        (totalCredits, remainingCredits, self.expiresAt) = (credits, credits, expiresAt)
    }
}

extension Access {
    /// Whom the chat platform calls supervisors, and its admins.
    static let supervisors = Access.roles(.teacher, .admin)
}
