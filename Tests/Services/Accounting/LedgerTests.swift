import AccountingAPI
import AccountingService
import Foundation
import Postgres
import TestKit
import Testing
import Values

/// What the ledger does with one wallet, under the service's own role.
@Suite("The ledger", .timeLimit(.minutes(2)))
struct LedgerTests {
    /// Runs a test in a school whose first person has ten credits.
    private func withSchool(
        _ body: @escaping @Sendable (LedgerSchool, Ledger, Database) async throws -> Void
    ) async throws {
        try await withDatabase([AccountingService.schema], role: DatabaseRole.service("accounting")) { database in
            let school = LedgerSchool()
            try await school.make(in: database)
            try await school.give(10_000_000, to: school.people[0], in: database)
            try await body(school, Ledger(database: database), database)
            #expect(try await school.violations(in: database) == [])
        }
    }

    private func order(_ micro: Int, lease: Int = 60) -> Ledger.Reserving {
        let amount = MicroCredits(micro: micro)
        return .init(hold: HoldID(), amount: amount, least: amount, leaseSeconds: lease, owner: "test")
    }

    @Test("A thousand who reserve at once with credit for fifty: exactly fifty may")
    func race() async throws {
        try await withSchool { school, ledger, database in
            let outcomes = try await withThrowingTaskGroup(of: HoldVerdict.Outcome.self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await ledger.reserve(order(200_000), of: school.people[0], in: school.tenant).verdict
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == [.held: 50, .insufficient: 950])
            #expect(try await school.available(in: school.people[0], database) == 0)
        }
    }

    @Test("A hundred who settle the same hold at once charge it once")
    func settledOnce() async throws {
        try await withSchool { school, ledger, database in
            let order = order(5_000_000)
            _ = try await ledger.reserve(order, of: school.people[0], in: school.tenant)
            let verdicts = try await withThrowingTaskGroup(of: HoldVerdict.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await ledger.carryOut(
                            .settle(cost: MicroCredits(micro: 3_000_000), nil),
                            on: order.hold,
                            in: school.tenant
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(verdicts.count { $0.verdict == .settled } == 1)
            #expect(verdicts.allSatisfy { $0.credits == 3_000_000 })
            #expect(try await school.available(in: school.people[0], database) == 7_000_000)
        }
    }

    @Test("A hold whose process died is settled at its last checkpoint, one without a checkpoint costs nothing")
    func swept() async throws {
        try await withSchool { school, ledger, database in
            let (seen, unseen, alive) = (order(4_000_000, lease: 0), order(1_000_000, lease: 0), order(1_000_000))
            for order in [seen, unseen, alive] {
                _ = try await ledger.reserve(order, of: school.people[0], in: school.tenant)
            }
            let checkpoint = Checkpoint(seen.hold, observed: MicroCredits(micro: 1_500_000))
            let open = try await ledger.checkpoint([checkpoint], leaseSeconds: 0, in: school.tenant)
            #expect(open == [seen.hold])
            #expect(try await Ledger.sweep(school.tenant, in: database) == 2)
            #expect(try await Ledger.sweep(school.tenant, in: database) == 0)
            #expect(try await school.available(in: school.people[0], database) == 7_500_000)
            let late = try await ledger.carryOut(
                .settle(cost: MicroCredits(micro: 2_000_000), nil),
                on: seen.hold,
                in: school.tenant
            )
            #expect(late == HoldVerdict(.closed, credits: 1_500_000, free: 0))
        }
    }

    @Test("What has ended cannot be spent, unless a hold stood on it before")
    func expiry() async throws {
        try await withSchool { school, ledger, database in
            let (tenant, person) = (school.tenant, school.people[1])
            try await school.give(2_000_000, to: person, in: database)
            try await school.give(3_000_000, to: person, until: Date().addingTimeInterval(0.3), in: database)
            let order = order(1_000_000)
            _ = try await ledger.reserve(order, of: person, in: tenant)
            while try await school.available(in: person, database) != 2_000_000 {}
            #expect(try await ledger.reserve(self.order(2_000_001), of: person, in: tenant).verdict == .insufficient)
            #expect(try await ledger.reserve(self.order(2_000_000), of: person, in: tenant).verdict == .held)
            let settled = try await ledger.carryOut(
                .settle(cost: MicroCredits(micro: 1_000_000), nil),
                on: order.hold,
                in: tenant
            )
            #expect(settled.credits == 1_000_000)
            #expect(
                try await database.tenant(tenant).value(
                    "select min(remaining) from accounting.grants where wallet_id = \(person)",
                    as: Int.self
                ) == 0
            )
        }
    }

    @Test("A learner's share, the class's limit and the school's balance each stand in the way")
    func limits() async throws {
        try await withSchool { school, ledger, database in
            try await school.give(3_500_000, to: school.school, in: database)
            func hold(_ wallet: WalletID, _ micro: Int) async throws -> HoldVerdict.Outcome {
                try await ledger.reserve(order(micro), of: wallet, in: school.tenant).verdict
            }
            #expect(try await hold(school.shares[0], 1_000_001) == .overLimit)
            #expect(try await hold(school.shares[0], 1_000_000) == .held)
            #expect(try await hold(school.shares[0], 1) == .overLimit)
            #expect(try await hold(school.group, 2_000_001) == .overLimit)
            #expect(try await hold(school.group, 1_900_000) == .held)
            #expect(try await hold(school.shares[1], 200_000) == .overLimit)
            #expect(try await hold(school.school, 700_000) == .insufficient)
            #expect(try await hold(school.school, 600_000) == .held)
        }
    }

    @Test("Nobody rewrites the journal, not even who may write it")
    func appendOnly() async throws {
        try await withSchool { school, _, database in
            for query: Query in [
                "update accounting.entries set amount = 1 where true", "delete from accounting.entries where true",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.tenant(school.tenant).execute(query)
                }
                #expect(error?.code == .insufficientPrivilege)
            }
        }
    }
}
