import AccountingAPI
import AccountingService
import Endpoints
import Foundation
import Postgres
import TestKit
import Testing
import Values

/// Random orders of many processes on the same few wallets, with grants that end meanwhile and connections that are
/// killed. `ELYMICA_LEDGER_SEEDS=11,12,13,14,15` makes fifty thousand of them; without it there are twelve thousand.
@Suite("The ledger under fire", .timeLimit(.minutes(15)))
struct LedgerConcurrencyTests {
    static let operations = seeds.count > 2 ? 10_000 : 6_000
    static let seeds = (ProcessInfo.processInfo.environment["ELYMICA_LEDGER_SEEDS"] ?? "11,12")
        .split(separator: ",").compactMap { UInt64($0) }
    static let processes = 4
    static let tasks = 16

    @Test(
        "Whatever happens at once and whatever is killed, nothing is overdrawn, charged twice, lost or left behind",
        arguments: seeds
    )
    func addsUp(seed: UInt64) async throws {
        let test = try await TestDatabase.make([AccountingService.schema])
        let observer = test.database()
        let school = LedgerSchool()
        try await school.make(in: observer)
        for wallet in school.payers { try await school.give(2_000_000, to: wallet, in: observer) }
        let databases = (0..<Self.processes).map { _ in test.database() }
        let ledgers = databases.map { Ledger(database: $0) }

        let killer = Task { try await Self.kill(SeededRandom(seed: seed), test) }
        let known = try await withThrowingTaskGroup(of: Acknowledged.self) { group in
            for task in 0..<Self.tasks {
                var actor = LedgerActor(
                    school: school,
                    ledger: ledgers[task % Self.processes],
                    database: databases[task % Self.processes],
                    random: SeededRandom(seed: seed &* 1000 &+ UInt64(task))
                )
                group.addTask { try await actor.act(Self.operations / Self.tasks) }
            }
            return try await group.reduce(into: Acknowledged()) { $0.add($1) }
        }
        killer.cancel()
        let kills = try await killer.value
        let comment: Comment = "seed \(seed), \(kills) kills, \(known.interruptions) interrupted"

        try await observer.tenant(school.tenant).execute(
            "update accounting.holds set lease_until = now() - interval '1 second' where state = 'open'"
        )
        try await Ledger.sweep(school.tenant, in: observer)
        #expect(try await school.violations(in: observer) == [], comment)
        #expect(try await school.reserved(in: observer) == 0, comment)
        try await known.check(school, observer, comment)
        #expect(kills > 10, comment)
        for database in databases + [observer] { await database.shutdown() }
        try await test.drop()
    }

    /// Kills a connection every few milliseconds; how many.
    private static func kill(_ random: SeededRandom, _ test: TestDatabase) async throws -> Int {
        var random = random
        var kills = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(Int.random(in: 30...150, using: &random)))
            try await Maintenance(test.administrator).run(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1
                """
            )
            kills += 1
        }
        return kills
    }
}

/// What the ledger has answered; it has to be true afterwards.
struct Acknowledged: Sendable {
    /// What each hold was charged when it was ended by us.
    var charges: [HoldID: Int] = [:]
    var held: Set<HoldID> = []
    var grants: Set<GrantID> = []
    var interruptions = 0

    mutating func add(_ other: Acknowledged) {
        charges.merge(other.charges) { first, _ in first }
        held.formUnion(other.held)
        grants.formUnion(other.grants)
        interruptions += other.interruptions
    }

    func check(_ school: LedgerSchool, _ database: Database, _ comment: Comment) async throws {
        struct Hold: Decodable, Sendable {
            let id: HoldID
            let walletID: WalletID
            let charged: Int
        }
        let door = database.tenant(school.tenant)
        let holds: [Hold] = try await door.all("select id, wallet_id, charged from accounting.holds")
        let charged = Dictionary(uniqueKeysWithValues: holds.map { ($0.id, $0.charged) })
        #expect(charges.allSatisfy { charged[$0.key] == $0.value }, comment)
        #expect(held.isSubset(of: charged.keys), comment)
        let given: [GrantID] = try await door.all("select id from accounting.grants")
        #expect(grants.isSubset(of: given), comment)
        for share in school.shares {
            let spent = holds.filter { $0.walletID == share }.map(\.charged).reduce(0, +)
            #expect(spent <= LedgerSchool.shareLimit, comment)
        }
        let inClass = holds.filter { ([school.group] + school.shares).contains($0.walletID) }.map(\.charged)
        #expect(inClass.reduce(0, +) <= LedgerSchool.groupLimit, comment)
        let deadlocks = try await door.value(
            "select deadlocks from pg_stat_database where datname = current_database()",
            as: Int.self
        )
        #expect(deadlocks == 0, comment)
        #expect(holds.contains { $0.charged > 0 } && !charges.isEmpty, comment)
    }
}
