import AccountingAPI
import AccountingService
import Postgres
import TestKit
import Testing
import Values

/// Many orders on one wallet at once, as when a class asks the tutor at the same moment.
@Suite("The ledger in batches", .timeLimit(.minutes(2)))
struct LedgerBatchTests {
    /// A wallet, and orders on it.
    private struct Desk: Sendable {
        let school: LedgerSchool
        let database: Database
        var wallet: WalletID { school.people[0] }

        func reserve(_ micro: Int, _ hold: HoldID = HoldID(), of wallet: WalletID? = nil) -> HoldOrder {
            let amount = MicroCredits(micro: micro)
            let order = Ledger.Reserving(hold: hold, amount: amount, least: amount, leaseSeconds: 60, owner: "test")
            return HoldOrder(hold: hold, action: .reserve(order, of: wallet ?? self.wallet))
        }

        func settle(_ hold: HoldID, _ micro: Int) -> HoldOrder {
            HoldOrder(hold: hold, action: .settle(cost: MicroCredits(micro: micro), nil))
        }

        func carryOut(_ orders: [HoldOrder]) async throws -> [HoldVerdict] {
            try await HoldBatch.carryOut(orders, in: school.tenant, database)
        }

        func available() async throws -> Int { try await school.available(in: wallet, database) }

        /// By how many commands of how many transactions the rows of the wallet were written as they are.
        func commands(_ table: Query) async throws -> Int? {
            try await database.tenant(school.tenant).value(table)
        }
    }

    private func withDesk(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        try await withDatabase([AccountingService.schema], role: DatabaseRole.service("accounting")) { database in
            let school = LedgerSchool()
            try await school.make(in: database)
            try await body(Desk(school: school, database: database))
            #expect(try await school.violations(in: database) == [])
        }
    }

    private static let writesOfHolds: Query = "select count(distinct (xmin::text, cmin::text)) from accounting.holds"
    private static let writesOfEntries: Query =
        "select count(distinct (xmin::text, cmin::text)) from accounting.entries where kind = 'usage'"

    @Test("Sixty-four orders of one wallet are one statement, whatever each of them is")
    func together() async throws {
        try await withDesk { desk in
            try await desk.school.give(10_000, to: desk.wallet, in: desk.database)
            let holds = (0..<64).map { _ in HoldID() }
            let held = try await desk.carryOut(holds.map { desk.reserve(100, $0) })
            #expect(held == (1...64).map { HoldVerdict(.held, credits: 100, free: 10_000 - 100 * $0) })
            #expect(try await desk.commands(Self.writesOfHolds) == 1)
            let ends = holds.enumerated().map { number, hold in
                number % 4 == 3 ? HoldOrder(hold: hold, action: .void) : desk.settle(hold, number % 4 * 50)
            }
            let ended = try await desk.carryOut(ends)
            #expect(
                ended
                    == (0..<64).map {
                        HoldVerdict($0 % 4 == 3 ? .void : .settled, credits: $0 % 4 == 3 ? 0 : $0 % 4 * 50, free: 0)
                    }
            )
            #expect(try await desk.commands(Self.writesOfHolds) == 1)
            #expect(try await desk.commands(Self.writesOfEntries) == 1)
            #expect(try await desk.available() == 10_000 - 16 * 150)
        }
    }

    @Test("Of what a batch asks twice, the second is answered as if it came later")
    func twice() async throws {
        try await withDesk { desk in
            try await desk.school.give(10_000, to: desk.wallet, in: desk.database)
            let (one, two, other) = (HoldID(), HoldID(), HoldID())
            let verdicts = try await desk.carryOut([
                desk.reserve(100, one), desk.reserve(200, other), desk.reserve(100, one),
                desk.reserve(300, two), desk.settle(two, 250), desk.settle(two, 40), desk.reserve(300, two),
            ])
            #expect(verdicts.map(\.verdict) == [.held, .held, .replayed, .held, .settled, .closed, .closed])
            #expect(verdicts.map(\.credits) == [100, 200, 100, 300, 250, 250, 250])
            let again = try await desk.carryOut([desk.reserve(100, one), desk.settle(other, 1), desk.settle(two, 1)])
            #expect(again.map(\.verdict) == [.replayed, .settled, .closed])
            #expect(try await desk.available() == 10_000 - 250 - 1 - 100)
        }
    }

    @Test("A batch takes the last credit of a wallet, and of one that asks for more the first get it")
    func exhausted() async throws {
        try await withDesk { desk in
            try await desk.school.give(6400, to: desk.wallet, in: desk.database)
            let holds = (0..<64).map { _ in HoldID() }
            let held = try await desk.carryOut(holds.map { desk.reserve(100, $0) })
            #expect(held.allSatisfy { $0.verdict == .held } && held.last?.free == 0)
            #expect(try await desk.commands(Self.writesOfHolds) == 1)
            // What is given back in a batch is there for those that come after it, together or not.
            let voids = holds.prefix(10).map { HoldOrder(hold: $0, action: .void) }
            let more = try await desk.carryOut(voids + (0..<20).map { _ in desk.reserve(100) })
            let outcomes = [.void, .held, .insufficient].flatMap { (outcome: HoldVerdict.Outcome) in
                [HoldVerdict.Outcome](repeating: outcome, count: 10)
            }
            #expect(more.map(\.verdict) == outcomes)
            let settled = try await desk.carryOut(holds.dropFirst(10).map { desk.settle($0, 100) })
            #expect(settled.allSatisfy { $0.verdict == .settled && $0.credits == 100 })
            #expect(try await desk.available() == 0)
        }
    }

    @Test("Where a grant ends within a batch the next one pays the rest; what the first can pay goes together")
    func grants() async throws {
        try await withDesk { desk in
            try await desk.school.give(1000, to: desk.wallet, in: desk.database)
            try await desk.school.give(2000, to: desk.wallet, in: desk.database)
            let holds = (0..<30).map { _ in HoldID() }
            _ = try await desk.carryOut(holds.map { desk.reserve(100, $0) })
            // The first ten exhaust the first grant in one statement; the next ones are paid by the second.
            for (batch, statements) in [(holds.prefix(10), 1), (holds.dropFirst(10).prefix(5), 2)] {
                _ = try await desk.carryOut(batch.map { desk.settle($0, 100) })
                #expect(try await desk.commands(Self.writesOfEntries) == statements)
            }
            try await desk.school.give(150, to: desk.school.people[1], in: desk.database)
            try await desk.school.give(850, to: desk.school.people[1], in: desk.database)
            let others = (0..<10).map { _ in HoldID() }
            _ = try await desk.carryOut(others.map { desk.reserve(100, $0, of: desk.school.people[1]) })
            let settled = try await desk.carryOut(others.map { desk.settle($0, 100) })
            #expect(settled.allSatisfy { $0.verdict == .settled && $0.credits == 100 })
            // Ten holds, one of them paid by both grants.
            let entries = try await desk.database.tenant(desk.school.tenant).all(
                "select amount from accounting.entries where wallet_id = \(desk.school.people[1]) and kind = 'usage'",
                as: Int.self
            )
            #expect(entries.count == 11 && entries.reduce(0, +) == -1000)
        }
    }

    @Test("An id for which two wallets are asked at the same moment is held of one of them")
    func race() async throws {
        try await withDesk { desk in
            for person in desk.school.people { try await desk.school.give(1_000_000, to: person, in: desk.database) }
            for _ in 0..<30 {
                let holds = (0..<32).map { _ in HoldID() }
                let outcomes = try await withThrowingTaskGroup(of: [HoldVerdict].self) { group in
                    for person in desk.school.people {
                        group.addTask { try await desk.carryOut(holds.map { desk.reserve(10, $0, of: person) }) }
                    }
                    return try await group.reduce(into: []) { $0 += $1.map(\.verdict) }
                }
                #expect(outcomes.count { $0 == .held } == 32 && outcomes.count { $0 == .replayed } == 32)
            }
            #expect(try await desk.school.reserved(in: desk.database) == 30 * 32 * 10)
        }
    }
}
