import AccountingAPI
import AccountingService
import CampusTestKit
import Endpoints
import Events
import Postgres
import Telemetry
import TestKit
import Testing
import Values

/// What can be read of the ledger afterwards.
@Suite("The journal", .timeLimit(.minutes(5)))
struct JournalTests {
    @Test("Every movement is there with who and why, the newest first, and they add up to the balance")
    func movements() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 10)
            let (admin, learner) = (try await campus.admin(), tutor.learner)
            let hold = HoldID()
            try await tutor.reserve(3_000_000, hold)
            _ = try await tutor.settle(hold, 1_250_000)
            let removed = try await admin.delete(
                "/api/credits/remove",
                ["userId": .string(learner.id.description), "credits": 2, "notes": "Left the chess club"]
            )
            #expect(removed.status == 200)
            let other = try await campus.student()
            try await admin.allocate(4, to: other)

            let all = try await admin.get("/api/credits/journal").json["entries"]?.array ?? []
            #expect(all.compactMap { $0["kind"]?.string } == ["grant", "removal", "usage", "grant"])
            let path = "/api/credits/journal?userId=\(learner.id)"
            let own = try await admin.get(path).json["entries"]?.array ?? []
            #expect(own.compactMap { $0["microCredits"]?.integer } == [-2_000_000, -1_250_000, 10_000_000])
            #expect(own[0]["notes"] == "Left the chess club" && own[1]["reference"] == .string(hold.description))
            #expect(own.allSatisfy { $0["walletId"] == .string(learner.id.description) })
            let before = try #require(own[0]["id"]?.integer)
            let earlier = try await admin.get("\(path)&before=\(before)").json["entries"]?.array ?? []
            #expect(earlier.count == 2)
            #expect(try await learner.get("/api/credits/journal").status == 403)
            let foreign = try await campus.admin(in: .second).get("/api/credits/journal").json["entries"]
            #expect(foreign == [])
        }
    }

    @Test("A lower priority is spent first, whatever ends first")
    func priority() async throws {
        try await TestCampus.run { campus in
            let tutor = try await Tutor(campus, credits: 5)
            let bonus = try await campus.admin().post(
                "/api/credits/allocate",
                ["userId": .string(tutor.learner.id.description), "credits": 5, "expiryDays": 300, "priority": 10]
            )
            #expect(bonus.status == 201)
            let hold = HoldID()
            try await tutor.reserve(2_000_000, hold)
            _ = try await tutor.settle(hold, 2_000_000)
            let left = try await tutor.learner.get("/api/credits/balance").json["activeAllocations"]?.array ?? []
            #expect(left.compactMap { $0["credits"]?.integer } == [5, 3])
            #expect(left.last?["id"] == bonus.json["id"])
        }
    }

    @Test("A ledger that does not add up is a metric above 0 after the next audit")
    func audited() async throws {
        let test = try await TestDatabase.make([EventsSchema.migrations, AccountingService.schema])
        let database = test.database()
        let school = LedgerSchool()
        try await school.make(in: database)
        try await school.give(5_000_000, to: school.people[0], in: database)
        let metrics = MetricsRegistry()
        let worker = EventWorker(
            database: database,
            schedules: AccountingService(database: database, metrics: metrics).schedules,
            logger: .quiet
        )
        try await worker.register()
        #expect(metrics.prometheusText().contains("elymica_ledger_violations 0\n"))
        try await Maintenance(test.administrator).run(
            "update accounting.wallets set balance = balance + 1 where id = '\(school.people[0])'"
        )
        try await database.platform(reason: "a test does not wait").execute(
            "update events.schedules set next_run_at = now() where name = 'accounting.audit_ledger'"
        )
        // Its balance is that of neither its grants nor its journal.
        let complaint = "elymica_ledger_violations 2\n"
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            for _ in 0..<500 where !metrics.prometheusText().contains(complaint) {
                try await Task.sleep(for: .milliseconds(20))
            }
            group.cancelAll()
        }
        #expect(metrics.prometheusText().contains(complaint))
        await database.shutdown()
        try await test.drop()
    }
}
