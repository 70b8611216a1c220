import AccountingAPI
import AccountingService
import Foundation
import Postgres
import TestKit
import Testing
import Values

/// The ledger next to a model of it: the same orders, the same answers, the same credits in every grant.
@Suite("The ledger and its model", .timeLimit(.minutes(5)))
struct LedgerModelTests {
    @Test("A thousand orders, one after the other, are answered as the model answers", arguments: [1, 2] as [UInt64])
    func agrees(seed: UInt64) async throws {
        try await withDatabase([AccountingService.schema], role: DatabaseRole.service("accounting")) { database in
            let school = LedgerSchool()
            try await school.make(in: database)
            var comparison = Comparison(school: school, database: database, seed: seed)
            for number in 0..<1000 {
                let (expected, answered) = try await comparison.step()
                try #require(expected == answered, "seed \(seed), order \(number)")
            }
            try await comparison.compareGrants("seed \(seed)")
            #expect(try await school.violations(in: database) == [])
        }
    }
}

/// Gives the same order to both.
private struct Comparison {
    let school: LedgerSchool
    let database: Database
    let ledger: Ledger
    var random: SeededRandom
    var model = LedgerModel()
    var holds: [HoldID] = []

    init(school: LedgerSchool, database: Database, seed: UInt64) {
        (self.school, self.database, ledger) = (school, database, Ledger(database: database))
        random = SeededRandom(seed: seed)
        for payer in school.payers { model.wallets[payer] = .init() }
        model.wallets[school.group] = .init(parent: school.school, limit: LedgerSchool.groupLimit)
        for share in school.shares {
            model.wallets[share] = .init(parent: school.group, limit: LedgerSchool.shareLimit)
        }
    }

    /// What the model and the ledger make of one order: an amount, or nothing when it is refused.
    mutating func step() async throws -> (Int?, Int?) {
        let amount = Int.random(in: 1...60_000, using: &random)
        let wallet = school.wallets[Int.random(in: 0..<6, using: &random)]
        let payer = school.payers[Int.random(in: 0..<3, using: &random)]
        let hold = holds.randomElement(using: &random) ?? HoldID()
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return try await give(payer, amount * 3)
        case 1..<5: return try await reserve(wallet, amount)
        case 5..<8: return try await settle(hold, amount)
        case 8: return try await extend(hold, amount)
        default:
            let tenant = school.tenant
            let removed = try await database.tenant(tenant) { transaction in
                try transaction.remove(MicroCredits(micro: amount), from: payer, by: "test", notes: nil, in: tenant)
            }
            return (model.remove(payer, amount), removed?.micro)
        }
    }

    private mutating func give(_ payer: WalletID, _ amount: Int) async throws -> (Int?, Int?) {
        let (grant, days) = (GrantID(), Int.random(in: 1...9, using: &random))
        // Whole days from one moment, so that the ends of grants can be equal.
        let end = began.addingTimeInterval(TimeInterval(days) * 86_400)
        let number = try await school.give(amount, to: payer, until: end, id: grant, in: database)
        model.give(grant, payer, amount, end: days)
        return (1, number.map { _ in 1 })
    }

    private let began = Date()

    private mutating func reserve(_ wallet: WalletID, _ amount: Int) async throws -> (Int?, Int?) {
        let hold = Int.random(in: 0..<8, using: &random) == 0 ? holds.last ?? HoldID() : HoldID()
        let least = Bool.random(using: &random) ? amount : 1
        let order = Ledger.Reserving(
            hold: hold,
            amount: MicroCredits(micro: amount),
            least: MicroCredits(micro: least),
            leaseSeconds: 3600,
            owner: "test"
        )
        let verdict = try await ledger.reserve(order, of: wallet, in: school.tenant)
        if !holds.contains(hold) { holds.append(hold) }
        let isHeld = verdict.verdict == .held || verdict.verdict == .replayed
        return (model.reserve(hold, wallet, amount, least: least), isHeld ? verdict.credits : nil)
    }

    private mutating func settle(_ hold: HoldID, _ cost: Int) async throws -> (Int?, Int?) {
        let verdict = try await ledger.carryOut(
            .settle(cost: MicroCredits(micro: cost), nil),
            on: hold,
            in: school.tenant
        )
        return (model.settle(hold, cost), verdict.credits)
    }

    private mutating func extend(_ hold: HoldID, _ more: Int) async throws -> (Int?, Int?) {
        let verdict = try await ledger.carryOut(
            .extend(more: MicroCredits(micro: more), least: MicroCredits(micro: 1), lease: 3600),
            on: hold,
            in: school.tenant
        )
        return (model.extend(hold, more, least: 1), verdict.verdict == .extended ? verdict.credits : nil)
    }

    func compareGrants(_ comment: Comment) async throws {
        struct Row: Decodable, Sendable {
            let id: GrantID
            let remaining: Int
        }
        let rows: [Row] = try await database.tenant(school.tenant).all("select id, remaining from accounting.grants")
        let stored = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.remaining) })
        let expected = model.wallets.values.flatMap(\.grants).map { ($0.id, $0.remaining) }
        #expect(stored == Dictionary(uniqueKeysWithValues: expected), comment)
    }
}
