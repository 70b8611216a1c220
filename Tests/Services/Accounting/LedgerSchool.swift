import AccountingAPI
import AccountingService
import Foundation
import Postgres
import TestKit
import Values

/// A school's wallets in a database that has nothing but the ledger: two people with credits of their own, and a school
/// with a class in which each of two learners has a share.
struct LedgerSchool: Sendable {
    let tenant = TenantID()
    let people = [WalletID(), WalletID()]
    let school = WalletID()
    let group = WalletID()
    let shares = [WalletID(), WalletID()]
    /// What the class and each share may spend.
    static let groupLimit = 3_000_000
    static let shareLimit = 1_000_000

    /// Everything that can be held from.
    var wallets: [WalletID] { people + [school, group] + shares }
    /// Those that have credits of their own.
    var payers: [WalletID] { people + [school] }

    func make(in database: Database) async throws {
        let (tenant, people, school, group, shares) = (tenant, people, school, group, shares)
        try await database.tenant(tenant) { transaction in
            for person in people { try transaction.openWallet(of: UserID(person.uuid), in: tenant) }
            try transaction.execute(
                """
                insert into accounting.wallets (tenant_id, id, kind, owner_id, parent_id, depth, spending_limit)
                values (\(tenant), \(school), 'school', \(tenant), null, 0, null),
                    (\(tenant), \(group), 'class', \(group), \(school), 1, \(Self.groupLimit)),
                    (\(tenant), \(shares[0]), 'share', \(people[0]), \(group), 2, \(Self.shareLimit)),
                    (\(tenant), \(shares[1]), 'share', \(people[1]), \(group), 2, \(Self.shareLimit))
                """
            )
        }
    }

    /// Gives credits for a day, or until then.
    @discardableResult
    func give(
        _ micro: Int,
        to wallet: WalletID,
        until end: Date = Date().addingTimeInterval(86_400),
        id: GrantID = GrantID(),
        in database: Database
    ) async throws -> Int? {
        let tenant = tenant
        let grant = Giving(
            id,
            amount: MicroCredits(micro: micro),
            expiresAt: end,
            by: "a test"
        )
        return try await database.tenant(tenant) { try $0.give(grant, to: wallet, in: tenant) }
    }

    /// What does not add up.
    func violations(in database: Database) async throws -> [String] {
        try await database.tenant(tenant).all(
            "select what || ' ' || wallet_id::text from accounting.violations",
            as: String.self
        )
    }

    /// What is held in all wallets together.
    func reserved(in database: Database) async throws -> Int? {
        try await database.tenant(tenant).value("select sum(reserved)::bigint from accounting.wallets", as: Int.self)
    }

    /// What can be spent of a wallet.
    func available(in wallet: WalletID, _ database: Database) async throws -> Int {
        let tenant = tenant
        return try await database.tenant(tenant) { try $0.available(in: wallet, of: tenant).micro }
    }
}
