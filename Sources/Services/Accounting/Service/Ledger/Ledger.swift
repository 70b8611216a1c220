package import AccountingAPI
package import FoundationEssentials
package import Postgres
package import Values

/// The way to the ledger: every movement of credits goes through here, and no other SQL writes its tables.
///
/// A hold is `open`, then `settled`, `void` or `expired`, once and for good. What locks wallets locks them in one order
/// (deep ones first, then by id), so that nobody waits in a circle.
package struct Ledger: Sendable {
    private let orders: GroupCommit<HoldOrder, HoldVerdict>
    private let database: Database

    package init(database: Database) {
        self.database = database
        orders = GroupCommit(largestBatch: HoldBatch.largest) { orders, tenant in
            try await HoldBatch.carryOut(orders, in: tenant, database)
        }
    }

    /// Holds up to `amount` of a wallet, at least `least`. The same hold again is `replayed`.
    package func reserve(_ order: Reserving, of wallet: WalletID, in tenant: TenantID) async throws -> HoldVerdict {
        try await orders.carryOut(
            HoldOrder(hold: order.hold, action: .reserve(order, of: wallet)),
            in: tenant
        )
    }

    /// What to hold, whoever pays.
    package struct Reserving: Sendable {
        package var hold: HoldID
        package var amount: MicroCredits
        package var least: MicroCredits
        var leaseSeconds: Int
        var owner: String
        /// Whom it is for and what, for the statistics of one that the sweep ends.
        var user: UserID?
        var operation: String?

        package init(
            hold: HoldID,
            amount: MicroCredits,
            least: MicroCredits,
            leaseSeconds: Int,
            owner: String,
            user: UserID? = nil,
            operation: String? = nil
        ) {
            (self.hold, self.amount, self.least) = (hold, amount, least)
            (self.leaseSeconds, self.owner) = (leaseSeconds, owner)
            (self.user, self.operation) = (user, operation)
        }
    }

    /// Carries out an order about a hold that is there.
    package func carryOut(_ action: HoldOrder.Action, on hold: HoldID, in tenant: TenantID) async throws -> HoldVerdict
    {
        try await orders.carryOut(HoldOrder(hold: hold, action: action), in: tenant)
    }

    /// Records what holds have cost so far; those that are still open.
    package func checkpoint(
        _ checkpoints: [Checkpoint],
        leaseSeconds: Int,
        in tenant: TenantID
    ) async throws -> [HoldID] {
        try await database.tenant(tenant).all(
            """
            select accounting.checkpoint(
                \(tenant), \(checkpoints.map(\.holdID)), \(checkpoints.map(\.observed.micro)), \(Double(leaseSeconds)))
            """
        )
    }
}

/// Movements that belong to a transaction of their caller's.
extension Transaction {
    /// Makes a person's wallet, unless it is there.
    package func openWallet(of user: UserID, in tenant: TenantID) throws {
        try execute(
            """
            insert into accounting.wallets (tenant_id, id, kind, owner_id)
            values (\(tenant), \(user), 'user', \(user)) on conflict (tenant_id, id) do nothing
            """
        )
    }

    /// Gives credits; the number of the grant, `nil` for a wallet that draws on another or is not there.
    package func give(_ grant: Giving, to wallet: WalletID, in tenant: TenantID) throws -> Int? {
        try value(
            """
            select accounting.give(\(tenant), \(grant.id), \(wallet), \(grant.amount.micro), \(grant.expiresAt),
                \(grant.priority)::smallint, \(grant.by), \(grant.notes))
            """
        )
    }

    /// Takes free credits away, that amount or, without one, all; what was taken, `nil` when there is less.
    package func remove(
        _ amount: MicroCredits?,
        from wallet: WalletID,
        by actor: String,
        notes: String?,
        in tenant: TenantID
    ) throws -> MicroCredits? {
        try value(
            """
            select accounting.remove(
                \(tenant), \(Identifier<Noun.Grant>()), \(wallet), \(amount?.micro), \(actor), \(notes))
            """,
            as: Int.self
        ).map(MicroCredits.init(micro:))
    }

    /// What can be spent of a wallet that has credits of its own: nothing of what has ended, nothing that is held.
    package func available(in wallet: WalletID, of tenant: TenantID) throws -> MicroCredits {
        let free = try value(
            """
            select coalesce(sum(free), 0)::bigint from accounting.open_grants
            where tenant_id = \(tenant) and wallet_id = \(wallet) and expires_at > now()
            """,
            as: Int.self
        )
        return MicroCredits(micro: free ?? 0)
    }
}

/// Credits to be given.
package struct Giving: Sendable {
    var id: GrantID
    var amount: MicroCredits
    var expiresAt: Date
    /// A user's id, or the name of what gives by itself.
    var by: String
    var notes: String?
    /// The lower is spent before the higher.
    var priority: Int

    static let usualPriority = 100

    package init(
        _ id: GrantID = GrantID(),
        amount: MicroCredits,
        expiresAt: Date,
        by actor: String,
        notes: String? = nil,
        priority: Int = 100
    ) {
        (self.id, self.amount, self.expiresAt) = (id, amount, expiresAt)
        (by, self.notes, self.priority) = (actor, notes, priority)
    }
}
