import Events
import Foundation
import Logging
import Postgres
import TestKit
import Testing
import Values

/// Announcements that fail or not, effects that fail or not, several workers, and connections that are killed, in an
/// order that a seed decides. The model is the list of changes that were committed.
@Suite("Exactly once, whatever happens", .timeLimit(.minutes(15)))
struct ModelTests {
    @Test(
        "Every committed event has its effect once for each consumer, no other has any",
        arguments: [1, 2, 3] as [UInt64]
    )
    func exactlyOnce(seed: UInt64) async throws {
        let test = try await TestDatabase.make([EventsSchema.migrations, Ledger.migrations])
        let tenants = (0..<3).map { _ in TenantID() }
        let consumers = ["ledger.one", "ledger.two", "ledger.three"]
        let databases = (0..<3).map { _ in test.database() }
        var limits = WorkerLimits.brisk
        // Connections lost count as failures too; none of them may be the last one here.
        limits.deliveryAttempts = 1000
        let workers = databases.map { database in
            EventWorker(
                database: database,
                subscriptions: consumers.map { Self.moody($0, seed) },
                limits: limits,
                logger: .quiet
            )
        }
        let observer = test.database()
        let acknowledged = try await working(workers[0], workers[1], workers[2]) {
            let acknowledged = try await Self.announce(seed, tenants, test)
            await expectEventually("seed \(seed)") {
                guard let counts = try? await Backlog(observer).counts() else { return false }
                return counts.isEmpty
            }
            return acknowledged
        }
        for tenant in tenants {
            let committed = try await observer.tenant(tenant).all("select number from ledger.changes", as: Int.self)
            let events = try await observer.tenant(tenant).all(
                "select (payload->>'number')::bigint from events.outbox",
                as: Int.self
            )
            #expect(committed.sorted() == events.sorted(), "seed \(seed)")
            #expect(Set(committed).isSuperset(of: acknowledged[tenant] ?? []), "seed \(seed)")
            #expect(committed.allSatisfy { $0 % 7 != 0 }, "seed \(seed): a change that was rolled back")
            let effects = try await Ledger.effects(tenant, observer)
            for consumer in consumers {
                let applied = effects.filter { $0.consumer == consumer }.map(\.number).sorted()
                #expect(applied == committed.sorted(), "seed \(seed), \(consumer)")
            }
        }
        for database in databases + [observer] { await database.shutdown() }
        try await test.drop()
    }

    /// Fails at the first attempts, as many as the number and the consumer say.
    private static func moody(_ consumer: String, _ seed: UInt64) -> Subscription {
        Ledger.consumer(consumer) { event, delivery in
            var random = SeededRandom(seed: seed &+ UInt64(event.number) &* 31 &+ UInt64(consumer.utf8.count))
            if delivery.attempt <= Int.random(in: 0...2, using: &random) { throw Ledger.Refused() }
        }
    }

    /// Announces 300 numbered changes from several tasks while connections are killed; every seventh is rolled back.
    private static func announce(
        _ seed: UInt64,
        _ tenants: [TenantID],
        _ test: TestDatabase
    ) async throws -> [TenantID: [Int]] {
        let database = test.database()
        let acknowledged = try await withThrowingTaskGroup(of: [(TenantID, Int)].self) { group in
            for task in 0..<4 {
                group.addTask {
                    var random = SeededRandom(seed: seed &* 1000 &+ UInt64(task))
                    var acknowledged: [(TenantID, Int)] = []
                    for number in stride(from: task, to: 300, by: 4) {
                        let tenant = tenants[Int.random(in: 0..<tenants.count, using: &random)]
                        do {
                            try await Ledger.credit(number, tenant, database, failing: number % 7 == 0)
                            acknowledged.append((tenant, number))
                        } catch is Ledger.Refused {
                        } catch let error as PostgresError where error.isTransient || error.code == .outcomeUnknown {
                        }
                    }
                    return acknowledged
                }
            }
            group.addTask {
                var random = SeededRandom(seed: seed)
                for _ in 0..<20 {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 5...60, using: &random)))
                    try await Maintenance(test.administrator).run(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and random() < 0.4
                        """
                    )
                }
                return []
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        await database.shutdown()
        return Dictionary(grouping: acknowledged, by: \.0).mapValues { $0.map(\.1) }
    }
}

/// A generator whose numbers a seed repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
