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

    @Test("Batches of up to sixty-four orders are answered as the model answers", arguments: [3, 4, 5] as [UInt64])
    func batchesAgree(seed: UInt64) async throws {
        try await withDatabase([AccountingService.schema], role: DatabaseRole.service("accounting")) { database in
            let school = LedgerSchool()
            try await school.make(in: database)
            var comparison = Comparison(school: school, database: database, seed: seed)
            for number in 0..<120 {
                let (expected, answered) = try await comparison.batch()
                try #require(expected == answered, "seed \(seed), batch \(number)")
                try await comparison.compareGrants("seed \(seed), batch \(number)")
            }
            // Most went together, and not all.
            let (together, all) = (comparison.together, comparison.all)
            #expect(together > all / 3 && together < all * 9 / 10, "seed \(seed), \(together) of \(all)")
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
    /// Of all orders of batches, how many went together.
    var (together, all) = (0, 0)

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

    /// What both make of a batch.
    mutating func batch() async throws -> ([Int?], [Int?]) {
        // Mostly the one wallet that everybody draws on; little in some grants, so that they end within a batch.
        for payer in school.payers where Int.random(in: 0..<2, using: &random) == 0 {
            _ = try await give(payer, Int.random(in: 1...400_000, using: &random))
        }
        let orders = (0..<Int.random(in: 2...64, using: &random)).map { _ in order() }
        together += model.together(orders).count
        all += orders.count
        let verdicts = try await HoldBatch.carryOut(orders, in: school.tenant, database)
        let answered = zip(orders, verdicts).map { order, verdict -> Int? in
            switch (order.action, verdict.verdict) {
            case (.settle, _), (.void, _): verdict.credits
            case (.charge, let outcome): outcome == .settled ? verdict.credits : nil
            case (_, let outcome): [.held, .replayed, .extended].contains(outcome) ? verdict.credits : nil
            }
        }
        return (model.carryOut(orders), answered)
    }

    private mutating func order() -> HoldOrder {
        let kind = Int.random(in: 0..<40, using: &random)
        let isNew = kind == 39 || kind < 18
        let hold = isNew ? HoldID() : holds.suffix(60).randomElement(using: &random) ?? HoldID()
        if isNew { holds.append(hold) }
        let isHot = Int.random(in: 0..<8, using: &random) > 0
        let wallet = isHot ? school.people[0] : school.wallets[Int.random(in: 0..<6, using: &random)]
        let amount = MicroCredits(micro: Int.random(in: 1...6000, using: &random))
        let least = Bool.random(using: &random) ? amount : MicroCredits(micro: 1)
        switch kind {
        case 0..<19:
            let order = Ledger.Reserving(hold: hold, amount: amount, least: least, leaseSeconds: 3600, owner: "test")
            return HoldOrder(hold: hold, action: .reserve(order, of: wallet))
        case 19..<34: return HoldOrder(hold: hold, action: .settle(cost: MicroCredits(micro: amount.micro / 2), nil))
        case 34..<37: return HoldOrder(hold: hold, action: .void)
        case 37..<39: return HoldOrder(hold: hold, action: .extend(more: amount, least: least, lease: 3600))
        default: return HoldOrder(hold: hold, action: .charge(wallet: wallet, amount: amount, owner: "test"))
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
