package import FoundationEssentials

/// The wallet of a school or a class, in whole credits, as an admin sees it.
package struct Wallet: Codable, Hashable, Sendable {
    /// Whose it is. A share is what one learner may spend of a class's.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case school, `class`, user, share
    }

    package var id: WalletID
    package var kind: Kind
    /// The school, the course, or the person.
    package var ownerID: UUID
    /// Whose credits it spends; absent when it has its own.
    package var parentID: WalletID?
    /// What can be spent of it now, the limits above it aside.
    package var availableCredits: Int
    /// What is held for something that runs.
    package var heldCredits: Int
    package var spentCredits: Int
    package var limit: SpendingLimit?
    /// What each learner of a class may spend at most.
    package var learnerLimit: SpendingLimit?

    package init(
        id: WalletID,
        kind: Kind,
        ownerID: UUID,
        parentID: WalletID?,
        availableCredits: Int,
        heldCredits: Int,
        spentCredits: Int,
        limit: SpendingLimit?,
        learnerLimit: SpendingLimit?
    ) {
        (self.id, self.kind, self.ownerID, self.parentID) = (id, kind, ownerID, parentID)
        (self.availableCredits, self.heldCredits) = (availableCredits, heldCredits)
        (self.spentCredits, self.limit, self.learnerLimit) = (spentCredits, limit, learnerLimit)
    }
}

/// How much may be spent, at all or in each day, week or month (in UTC; weeks begin on Monday).
package struct SpendingLimit: Codable, Hashable, Sendable {
    /// After which time spending counts from nothing again.
    package enum Period: String, Codable, Sendable, CaseIterable {
        case day, week, month
    }

    package var credits: WholeCreditsOrNone
    /// Absent: once and for all, counted from when the limit was set.
    package var period: Period?

    package init(credits: WholeCreditsOrNone, period: Period? = nil) { (self.credits, self.period) = (credits, period) }
}
