package import Access
package import Endpoints
package import Values

/// Makes somebody's credits so many: what was free goes, and one allocation takes its place. What is held for something
/// that runs is settled as it was.
package struct SetCredits: Endpoint {
    package static let route = Route.post(
        "/api/credits/set",
        "Makes a user's credits so many.",
        dialect: .accounting
    )
    package static let access = Access.supervisors
    package static let unknownNames = UnknownNames.ignored

    package var userID: PersonReference
    package var credits: WholeCreditsOrNone
    package var expiryDays: ExpiryDays?
    package var notes: Paragraphs<2000>?

    package init(
        of userID: PersonReference,
        to credits: WholeCreditsOrNone,
        expiryDays: ExpiryDays? = nil,
        notes: Paragraphs<2000>? = nil
    ) { (self.userID, self.credits, self.expiryDays, self.notes) = (userID, credits, expiryDays, notes) }

    package typealias Response = ChangedCredits
}

/// Takes credits away from somebody: all of them, or none and 400 when there are fewer. The notes stay in the journal.
package struct RemoveCredits: Endpoint {
    package static let route = Route.delete(
        "/api/credits/remove",
        "Takes credits away from a user.",
        dialect: .accounting,
        takesBody: true
    )
    package static let access = Access.supervisors
    package static let unknownNames = UnknownNames.ignored

    package var userID: PersonReference
    package var credits: WholeCredits
    package var notes: Paragraphs<2000>?

    package init(from userID: PersonReference, _ credits: WholeCredits, notes: Paragraphs<2000>? = nil) {
        (self.userID, self.credits, self.notes) = (userID, credits, notes)
    }

    package typealias Response = ChangedCredits
}

/// Gives somebody credits, or with a negative number takes them away. 400 for 0, and for more than there is to take.
package struct AdjustCredits: Endpoint {
    package static let route = Route.put(
        "/api/credits/adjust",
        "Gives a user credits or takes them away.",
        dialect: .accounting
    )
    package static let access = Access.supervisors
    package static let unknownNames = UnknownNames.ignored

    package var userID: PersonReference
    package var adjustment: Bounded<-1_000_000_000, 1_000_000_000>
    package var expiryDays: ExpiryDays?
    package var notes: Paragraphs<2000>?

    package init(
        of userID: PersonReference,
        by adjustment: Bounded<-1_000_000_000, 1_000_000_000>,
        expiryDays: ExpiryDays? = nil,
        notes: Paragraphs<2000>? = nil
    ) { (self.userID, self.adjustment, self.expiryDays, self.notes) = (userID, adjustment, expiryDays, notes) }

    package typealias Response = ChangedCredits
}

/// Somebody's credits before and after a change.
package struct ChangedCredits: Codable, Sendable {
    package var userID: String
    package var previousCredits: Int
    package var newCredits: Int
    /// Only of a removal.
    package var removedCredits: Int?
    /// Only of an adjustment.
    package var adjustment: Int?
    package var message: String

    package init(userID: String, from previous: Int, to new: Int, _ message: String) {
        (self.userID, previousCredits, newCredits, self.message) = (userID, previous, new, message)
    }
}
