package import Access
package import Endpoints
package import FoundationEssentials

/// Every movement of credits in the school, the newest first, 100 at a time: what auditors add up. Nobody can change
/// or delete an entry, and the entries of a wallet add up to its balance.
package struct ListJournal: Endpoint {
    package static let route = Route.get(
        "/api/credits/journal",
        "Every movement of credits.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)
    /// How many entries a page has.
    package static let pageSize = 100

    /// Only this person's own wallet.
    package var userID: PersonReference?
    /// Only this wallet: the school's, a class's or a person's.
    package var walletID: WalletID?
    /// Only what came before this entry: the `id` of the last one of the page before.
    package var before: Int?

    package init(
        of userID: PersonReference? = nil,
        in walletID: WalletID? = nil,
        before: Int? = nil
    ) { (self.userID, self.walletID, self.before) = (userID, walletID, before) }

    package struct Response: Codable, Sendable {
        package var entries: [JournalEntry]

        package init(entries: [JournalEntry]) { self.entries = entries }
    }
}

/// One movement of credits.
package struct JournalEntry: Codable, Sendable {
    /// What moved them: given; charged; ended unspent; taken away.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case grant, usage, expiry, removal
    }

    package var id: Int
    package var at: Date
    package var walletID: WalletID
    /// Whose wallet it is, if a person's.
    package var userID: String?
    package var kind: Kind
    /// Exactly, in millionths of a credit; below 0 for what left the wallet.
    package var microCredits: Int
    /// The allocation that they came from or went to.
    package var allocationID: Int
    /// What is behind it: the hold that was charged, the allocation, the removal.
    package var reference: UUID
    /// Who gave or took.
    package var by: String?
    package var notes: String?

    package init(
        id: Int,
        at: Date,
        walletID: WalletID,
        userID: String?,
        kind: Kind,
        microCredits: Int,
        allocationID: Int,
        reference: UUID,
        by: String?,
        notes: String?
    ) {
        (self.id, self.at, self.walletID, self.userID) = (id, at, walletID, userID)
        (self.kind, self.microCredits, self.allocationID) = (kind, microCredits, allocationID)
        (self.reference, self.by, self.notes) = (reference, by, notes)
    }
}
