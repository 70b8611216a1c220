import Foundation
import Logging
import Postgres
import TestKit
import Testing
import Values

@testable import Events

@Suite("Keeping schedules", .timeLimit(.minutes(15)))
struct ScheduleTests {
    private func makeDue(_ name: String, _ database: Database) async throws {
        try await database.platform(reason: "test").execute(
            "update events.schedules set next_run_at = now() where name = \(name)"
        )
    }

    @Test("Of two workers one runs a schedule each time it is due")
    func oneProcess() async throws {
        try await withLedger { database in
            let runs = Record<Date>()
            func worker() -> EventWorker {
                let schedule = Schedule("ledger.close_day", every: .seconds(86_400)) { runs.append($0.dueAt) }
                return EventWorker(database: database, schedules: [schedule], limits: .brisk, logger: .quiet)
            }
            try await working(worker(), worker(), worker()) {
                for round in 1...5 {
                    try await makeDue("ledger.close_day", database)
                    await expectEventually { runs.count >= round }
                    try await expectEventually {
                        try await database.platform(reason: "test").value(
                            "select lease_until is null from events.schedules where name = 'ledger.close_day'"
                        ) == true
                    }
                }
            }
            #expect(runs.count == 5)
        }
    }

    @Test("A schedule runs again and again by itself, and first after one interval")
    func interval() async throws {
        try await withLedger { database in
            let runs = Record<Date>()
            let often = Schedule("ledger.often", every: .milliseconds(20)) { runs.append($0.dueAt) }
            let seldom = Schedule("ledger.seldom", every: .seconds(3600)) { _ in Issue.record("not yet") }
            let worker = EventWorker(database: database, schedules: [often, seldom], limits: .brisk, logger: .quiet)
            try await working(worker) {
                await expectEventually { runs.count >= 5 }
            }
            #expect(runs.all == runs.all.sorted() && Set(runs.all).count == runs.count)
        }
    }

    @Test("A run that fails is repeated before the next is due")
    func failure() async throws {
        try await withLedger { database in
            let runs = Record<Int>()
            let schedule = Schedule("ledger.close_day", every: .seconds(86_400)) { _ in
                runs.append(1)
                if runs.count < 3 { throw Ledger.Refused() }
            }
            let worker = EventWorker(database: database, schedules: [schedule], limits: .brisk, logger: .quiet)
            try await working(worker) {
                try await makeDue("ledger.close_day", database)
                await expectEventually { runs.count == 3 }
                try await expectEventually {
                    try await database.platform(reason: "test").value(
                        """
                        select next_run_at > now() + interval '23 hours'
                        from events.schedules where name = 'ledger.close_day'
                        """
                    )
                        == true
                }
            }
        }
    }

    @Test("The schedule of a process that died is taken over when its lease has run out")
    func takeover() async throws {
        try await withLedger { database in
            let runs = Record<Int>()
            let schedule = Schedule("ledger.close_day", every: .seconds(86_400)) { _ in runs.append(1) }
            let worker = EventWorker(database: database, schedules: [schedule], limits: .brisk, logger: .quiet)
            try await worker.register()
            try await database.platform(reason: "test").execute(
                """
                update events.schedules
                set next_run_at = now(), attempts = 1, leased_by = \(WorkerID()),
                    lease_until = now() + interval '1 second'
                where name = 'ledger.close_day'
                """
            )
            try await working(worker) {
                await expectEventually { runs.count == 1 }
            }
        }
    }

    @Test("Registering again keeps the time of the next run, unless the new interval ends earlier")
    func registering() async throws {
        try await withLedger { database in
            func register(_ interval: Duration) async throws -> Date? {
                try await EventWorker(
                    database: database,
                    schedules: [Schedule("ledger.close_day", every: interval) { _ in }],
                    logger: .quiet
                ).register()
                return try await database.platform(reason: "test").value(
                    "select next_run_at from events.schedules where name = 'ledger.close_day'"
                )
            }
            let first = try #require(try await register(.seconds(3600)))
            #expect(try await register(.seconds(3600)) == first)
            #expect(try await register(.seconds(86_400)) == first)
            #expect(try #require(try await register(.seconds(60))) < first)
        }
    }
}
