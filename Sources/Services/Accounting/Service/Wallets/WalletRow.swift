import Access
import AccountingAPI
import FoundationEssentials
import Postgres
import Values

/// A wallet as it is stored.
struct WalletRow: Decodable, Sendable {
    let id: WalletID
    let kind: Wallet.Kind
    let ownerID: UUID
    let parentID: WalletID?
    let balance: Int
    let reserved: Int
    let spent: Int
    let spendingLimit: Int?
    let limitPeriod: SpendingLimit.Period?
    let shareLimit: Int?
    let sharePeriod: SpendingLimit.Period?

    func wallet(in transaction: borrowing Transaction, _ tenant: TenantID) throws -> Wallet {
        let own = parentID == nil ? try transaction.available(in: id, of: tenant).micro : nil
        let allowance = spendingLimit.map { $0 - spent - reserved }
        return Wallet(
            id: id,
            kind: kind,
            ownerID: ownerID,
            parentID: parentID,
            availableCredits: MicroCredits(micro: max(0, [own, allowance].compactMap { $0 }.min() ?? 0)).wholeCredits,
            heldCredits: MicroCredits(micro: reserved).wholeCreditsUp,
            spentCredits: MicroCredits(micro: spent).wholeCreditsUp,
            limit: try Self.limit(spendingLimit, limitPeriod),
            learnerLimit: try Self.limit(shareLimit, sharePeriod)
        )
    }

    private static func limit(_ micro: Int?, _ period: SpendingLimit.Period?) throws -> SpendingLimit? {
        try micro.map {
            SpendingLimit(credits: try WholeCreditsOrNone(MicroCredits(micro: $0).wholeCredits), period: period)
        }
    }
}

/// What a class caps its learners at.
private struct ShareLimit: Decodable, Sendable {
    let shareLimit: Int?
    let sharePeriod: SpendingLimit.Period?
}

extension Transaction {
    /// The wallet of that id, as it is now.
    func wallet(_ id: WalletID, in tenant: TenantID) throws -> Wallet {
        let row = try first(
            """
            select id, kind, owner_id, parent_id, balance, reserved, spent, spending_limit, limit_period, share_limit,
                share_period
            from accounting.wallets where tenant_id = \(tenant) and id = \(id)
            """,
            as: WalletRow.self
        )
        guard let row else { throw AccountingError.unknownWallet }
        return try row.wallet(in: self, tenant)
    }

    /// Sets or takes away a limit. One for another time, or the first, counts from nothing; another number for the same
    /// time goes on counting.
    func limit(_ wallet: WalletID, to limit: SpendingLimit?, in tenant: TenantID) throws {
        try self.limit(wallet, orThoseOf: nil, with: nil, to: limit, in: tenant)
    }

    /// Locks a class and the shares of its learners, in the order that whoever spends locks them.
    func lockClass(_ wallet: WalletID, in tenant: TenantID) throws {
        try execute(
            """
            select accounting.lock_wallets(\(tenant), array(
                select id from accounting.wallets
                where tenant_id = \(tenant) and (id = \(wallet) or parent_id = \(wallet))
            ))
            """
        )
    }

    /// The same for every learner of a class that is locked, but those who were given a limit of their own.
    func limitLearners(of wallet: WalletID, to limit: SpendingLimit?, in tenant: TenantID) throws {
        let before: ShareLimit? = try first(
            """
            select share_limit, share_period from accounting.wallets
            where tenant_id = \(tenant) and id = \(wallet)
            """
        )
        try execute(
            """
            update accounting.wallets
            set share_limit = \(limit?.credits.microCredits.micro), share_period = \(limit?.period)
            where tenant_id = \(tenant) and id = \(wallet)
            """
        )
        try self.limit(nil, orThoseOf: wallet, with: before, to: limit, in: tenant)
    }

    /// Of a wallet, or of those that draw on a class and have a limit as it was before.
    private func limit(
        _ wallet: WalletID?,
        orThoseOf parent: WalletID?,
        with before: ShareLimit?,
        to limit: SpendingLimit?,
        in tenant: TenantID
    ) throws {
        let (oldMicro, oldPeriod) = (before?.shareLimit, before?.sharePeriod)
        let (micro, period) = (limit?.credits.microCredits.micro, limit?.period)
        try execute(
            """
            update accounting.wallets
            set spending_limit = \(micro), limit_period = \(period),
                spent = case
                    when spending_limit is not null and limit_period is not distinct from \(period)::text then spent
                    else 0
                end,
                spent_since = case
                    when spending_limit is not null and limit_period is not distinct from \(period)::text
                        then spent_since
                    else clock_timestamp()
                end
            where tenant_id = \(tenant) and (
                    id = \(wallet)
                    or (
                        parent_id = \(parent) and kind = 'share' and (spending_limit, limit_period)
                            is not distinct from (\(oldMicro)::bigint, \(oldPeriod)::text)
                    )
                )
                and (spending_limit, limit_period) is distinct from (\(micro)::bigint, \(period)::text)
            """
        )
    }

    /// Refuses a course that is not the school's.
    func requireCourse(_ course: CourseID, in tenant: TenantID) throws {
        let isThere = try value(
            "select true from lms.public_courses where tenant_id = \(tenant) and id = \(course)",
            as: Bool.self
        )
        guard isThere == true else { throw AccountingError.unknownCourse }
    }

    /// Refuses a teacher who does not teach the course.
    func requireTeaching(_ course: CourseID, by caller: Principal) throws {
        let teaches = try value(
            """
            select \(caller.role) <> 'teacher' or instructor_id = \(caller.userID) from lms.public_courses
            where tenant_id = \(caller.tenantID) and id = \(course)
            """,
            as: Bool.self
        )
        guard let teaches else { throw AccountingError.unknownCourse }
        guard teaches else { throw AccountingError.notYourCourse }
    }
}
