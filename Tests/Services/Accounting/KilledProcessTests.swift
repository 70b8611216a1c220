import AccountingAPI
import AccountingService
import Endpoints
import Events
import Foundation
import Postgres
import Telemetry
import TestKit
import Testing
import Values

/// What processes that are killed leave behind in the ledger, and what becomes of it after a restart.
@Suite("The ledger and killed processes", .timeLimit(.minutes(5)))
struct KilledProcessTests {
    private static let kills = 20

    @Test(
        "Twenty processes are killed while they hold credits: a minute after a restart nothing is held, nor overcharged"
    )
    func killed() async throws {
        let test = try await TestDatabase.make([EventsSchema.migrations, AccountingService.schema])
        let database = test.database()
        let school = LedgerSchool()
        try await school.make(in: database)
        try await school.give(100_000_000, to: school.people[0], in: database)
        let worker = EventWorker(
            database: database,
            schedules: AccountingService(database: database, metrics: MetricsRegistry()).schedules,
            logger: .quiet
        )
        try await worker.register()
        for round in 0..<Self.kills {
            let victim = Victim(
                server: test.administrator.description,
                tenant: school.tenant,
                wallet: school.people[0],
                moment: Victim.Moment.allCases[round % Victim.Moment.allCases.count]
            )
            await #expect(processExitsWith: .signal(SIGKILL)) { [victim = victim as Victim] in
                try await victim.hold()
            }
        }
        let restarted = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            while try await school.reserved(in: database) != 0, ContinuousClock.now - restarted < .seconds(60) {
                try await Task.sleep(for: .milliseconds(100))
            }
            group.cancelAll()
        }
        #expect(try await school.reserved(in: database) == 0, "after \(ContinuousClock.now - restarted)")
        try await check(school, database)
        await database.shutdown()
        try await test.drop()
    }

    @Test("A sweep that comes late ends nothing that nobody could renew, and the next one does")
    func absence() async throws {
        let test = try await TestDatabase.make([EventsSchema.migrations, AccountingService.schema])
        let database = test.database()
        let (school, other) = (LedgerSchool(), LedgerSchool())
        for school in [school, other] {
            try await school.make(in: database)
            try await school.give(2_000_000, to: school.people[0], in: database)
            let order = Ledger.Reserving(
                hold: HoldID(),
                amount: MicroCredits(micro: 1_000_000),
                least: MicroCredits(micro: 1),
                leaseSeconds: 30,
                owner: "chat"
            )
            _ = try await Ledger(database: database).reserve(order, of: school.people[0], in: school.tenant)
        }
        let worker = EventWorker(
            database: database,
            schedules: AccountingService(database: database, metrics: MetricsRegistry()).schedules,
            logger: .quiet
        )
        try await worker.register()
        let all = database.platform(reason: "let time go by")

        /// Lets every lease be over, and the sweep run that ended well so many seconds ago last.
        func sweep(lastRun seconds: Int) async throws {
            try await all.execute("update accounting.holds set lease_until = now() - interval '1 second'")
            try await all.execute(
                """
                update events.schedules set next_run_at = now(), finished_at = now() - make_interval(secs => \(seconds))
                where name = 'accounting.sweep_holds'
                """
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                let done: Query = """
                    select finished_at > now() - interval '3 seconds' and next_run_at > now() from events.schedules
                    where name = 'accounting.sweep_holds'
                    """
                while try await all.value(done, as: Bool.self) != true { try await Task.sleep(for: .milliseconds(20)) }
                group.cancelAll()
            }
        }

        try await sweep(lastRun: 60)
        for school in [school, other] {
            let reserved = try await school.reserved(in: database)
            #expect(reserved == 1_000_000)
        }
        try await sweep(lastRun: 16)
        for school in [school, other] {
            let reserved = try await school.reserved(in: database)
            #expect(reserved == 0)
        }
        await database.shutdown()
        try await test.drop()
    }

    private func check(_ school: LedgerSchool, _ database: Database) async throws {
        struct Hold: Decodable, Sendable {
            let owner: String
            let state: String
            let observed: Int
            let charged: Int
        }
        let holds: [Hold] = try await database.tenant(school.tenant).all(
            "select owner, state, observed, charged from accounting.holds"
        )
        for hold in holds {
            let ended = "\(hold.state) \(hold.charged)"
            switch Victim.Moment(rawValue: hold.owner) {
            case .afterReserve: #expect(ended == "void 0")
            case .afterCheckpoint, .beforeSettle: #expect(ended == "expired \(Victim.seen)")
            case .anywhere: #expect(["void 0", "expired \(Victim.seen)", "settled \(Victim.cost)"].contains(ended))
            case nil: Issue.record("whose is \(hold.owner)?")
            }
        }
        #expect(Set(holds.map(\.owner)) == Set(Victim.Moment.allCases.map(\.rawValue)))
        #expect(holds.contains { $0.state == "settled" })
        let charged = holds.map(\.charged).reduce(0, +)
        #expect(try await school.available(in: school.people[0], database) == 100_000_000 - charged)
        #expect(try await school.violations(in: database) == [])
    }
}

/// A process that holds credits and is killed at a moment.
struct Victim: Codable, Sendable {
    enum Moment: String, Codable, CaseIterable {
        case afterReserve, afterCheckpoint, beforeSettle
        /// Whatever eight answers at once are doing at that time.
        case anywhere
    }

    /// What an answer has cost at its only checkpoint, and in the end.
    static let (seen, cost) = (300_000, 400_000)

    /// `user@directory:port/database`.
    let server: String
    let tenant: TenantID
    let wallet: WalletID
    let moment: Moment

    func hold() async throws {
        let parts = server.split { "@:/".contains($0) }.map(String.init)
        let target = ConnectionTarget(
            socketDirectory: "/" + parts[1..<(parts.count - 2)].joined(separator: "/"),
            user: parts[0],
            database: parts[parts.count - 1]
        )
        let ledger = Ledger(database: Database(DatabaseConfiguration(target), logger: .quiet))
        guard moment == .anywhere else { return try await answer(ledger) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { while true { try await answer(ledger) } } }
            group.addTask {
                try await Task.sleep(for: .milliseconds(.random(in: 200...500)))
                die()
            }
            try await group.waitForAll()
        }
    }

    private func answer(_ ledger: Ledger) async throws {
        let amount = MicroCredits(micro: 500_000)
        let order = Ledger.Reserving(
            hold: HoldID(),
            amount: amount,
            least: amount,
            leaseSeconds: 2,
            owner: moment.rawValue
        )
        _ = try await ledger.reserve(order, of: wallet, in: tenant)
        if moment == .afterReserve { die() }
        let checkpoint = Checkpoint(order.hold, observed: MicroCredits(micro: Self.seen))
        _ = try await ledger.checkpoint([checkpoint], leaseSeconds: 2, in: tenant)
        if moment == .afterCheckpoint { die() }
        // What comes after the checkpoint nobody will know of.
        if moment == .beforeSettle {
            try await Task.sleep(for: .milliseconds(.random(in: 0...50)))
            die()
        }
        let cost = MicroCredits(micro: Self.cost)
        _ = try await ledger.carryOut(.settle(cost: cost, nil), on: order.hold, in: tenant)
    }

    private func die() { kill(getpid(), SIGKILL) }
}
