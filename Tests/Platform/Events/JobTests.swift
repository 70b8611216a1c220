import Foundation
import Logging
import Postgres
import Synchronization
import TestKit
import Testing
import Values

@testable import Events

@Suite("Running jobs", .timeLimit(.minutes(15)))
struct JobTests {
    typealias SendReceipt = Ledger.SendReceipt

    private func enqueue(
        _ number: Int,
        _ tenant: TenantID,
        _ database: Database,
        at date: Date? = nil,
        key: String? = nil
    ) async throws -> JobID {
        try await database.tenant(tenant) { try $0.enqueue(SendReceipt(number: number), at: date, key: key) }
    }

    private struct State: Decodable, Equatable, Sendable {
        var state: String
        var attempts: Int
    }

    private func state(_ job: JobID, _ tenant: TenantID, _ database: Database) async throws -> State? {
        try await database.tenant(tenant).first("select state, attempts from events.jobs where id = \(job)")
    }

    private func expire(_ job: JobID, _ tenant: TenantID, _ database: Database) async throws {
        try await database.tenant(tenant).execute("update events.jobs set lease_until = now() where id = \(job)")
    }

    private func isDone(_ job: JobID, _ tenant: TenantID, _ database: Database) async throws -> Bool {
        try await state(job, tenant, database)?.state == "done"
    }

    @Test("A job is run once with what it was given, after its transaction committed")
    func once() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let runs = Record<(Int, TenantID, JobID, Int, Bool)>()
            let handler = JobHandler(SendReceipt.self) { job, run in
                runs.append((job.number, run.tenant, run.jobID, run.attempt, run.isLastAttempt))
            }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            try await working(worker) {
                let id = try await enqueue(7, tenant, database, key: "order-7")
                try await expectEventually { try await isDone(id, tenant, database) }
                #expect(runs.all.map(\.0) == [7] && runs.all.map(\.1) == [tenant] && runs.all.map(\.2) == [id])
                #expect(runs.all.map(\.3) == [1] && runs.all.map(\.4) == [false])
                #expect(try await enqueue(8, tenant, database, key: "order-7") == id, "done, and kept for a week")
                let next = try await enqueue(9, tenant, database)
                try await expectEventually { try await isDone(next, tenant, database) }
            }
            #expect(runs.all.map(\.0) == [7, 9])
        }
    }

    @Test("A job for later waits until its time")
    func later() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let runs = Record<Int>()
            let handler = JobHandler(SendReceipt.self) { job, _ in runs.append(job.number) }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            try await working(worker) {
                let later = try await enqueue(1, tenant, database, at: Date(timeIntervalSinceNow: 3600))
                let now = try await enqueue(2, tenant, database)
                try await expectEventually { try await isDone(now, tenant, database) }
                #expect(try await state(later, tenant, database) == State(state: "queued", attempts: 0))
                try await database.tenant(tenant).execute("update events.jobs set run_at = now() where id = \(later)")
                try await expectEventually { try await isDone(later, tenant, database) }
            }
            #expect(runs.all == [2, 1])
        }
    }

    @Test("A failing job is tried again until its attempts are used up, then parked, and can be redriven")
    func parking() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let attempts = Record<Int>()
            let handler = JobHandler(SendReceipt.self) { _, run in
                attempts.append(run.attempt)
                if attempts.count < 5 { throw Ledger.Refused() }
            }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            let backlog = Backlog(database)
            try await working(worker) {
                let id = try await enqueue(1, tenant, database)
                try await expectEventually { try await backlog.parked().count == 1 }
                let parked = try #require(try await backlog.parked().first)
                #expect(parked.id.description == "job/\(tenant)/\(id)" && parked.attempts == 3)
                #expect(attempts.all == [1, 2, 3])
                #expect(try await backlog.redrive(#require(.init(parked.id.description))))
                try await expectEventually { try await isDone(id, tenant, database) }
            }
            #expect(attempts.all == [1, 2, 3, 1, 2])
        }
    }

    @Test("A job that can never succeed, or cannot be read, is parked at its first attempt")
    func permanentFailure() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let handler = JobHandler(SendReceipt.self) { _, _ in throw PermanentJobFailure() }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            let backlog = Backlog(database)
            let (first, second) = (try await enqueue(1, tenant, database), try await enqueue(2, tenant, database))
            try await database.tenant(tenant).execute("update events.jobs set payload = '{}' where id = \(second)")
            try await working(worker) {
                try await expectEventually { try await backlog.parked().count == 2 }
            }
            for job in [first, second] {
                #expect(try await state(job, tenant, database) == State(state: "parked", attempts: 1))
            }
        }
    }

    @Test("The job of a process that died is taken over when its lease has run out")
    func takeover() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let attempts = Record<Int>()
            let handler = JobHandler(SendReceipt.self) { _, run in attempts.append(run.attempt) }
            let id = try await enqueue(1, tenant, database)
            // What a process that dies at once leaves behind: a claim, and no heartbeat.
            #expect(try await database.claimJobs([handler], limit: 1, worker: WorkerID()).map(\.id) == [id])
            #expect(try await database.claimJobs([handler], limit: 1, worker: WorkerID()).isEmpty)
            try await expire(id, tenant, database)
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            try await working(worker) {
                try await expectEventually { try await isDone(id, tenant, database) }
            }
            #expect(attempts.all == [2])
        }
    }

    @Test("A job that kills its process every time is parked in the end")
    func deadly() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let handler = JobHandler(SendReceipt.self) { _, _ in }
            let id = try await enqueue(1, tenant, database)
            for attempt in 1...3 {
                try await expectEventually {
                    try await database.claimJobs([handler], limit: 1, worker: WorkerID()).map(\.attempts) == [attempt]
                }
                try await expire(id, tenant, database)
            }
            try await expectEventually {
                _ = try await database.claimJobs([handler], limit: 1, worker: WorkerID())
                return try await state(id, tenant, database) == State(state: "parked", attempts: 3)
            }
        }
    }

    @Test("A job that takes long keeps its lease, and nobody else runs it")
    func heartbeat() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let attempts = Record<Int>()
            let gate = Gate()
            let handler = JobHandler(SendReceipt.self) { _, run in
                attempts.append(run.attempt)
                try await gate.pass()
            }
            func worker() -> EventWorker {
                EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            }
            func isLeased(beyond date: Date) async throws -> Bool {
                try await database.tenant(tenant).value(
                    "select count(*) from events.jobs where lease_until > \(date)",
                    as: Int.self
                ) == 1
            }
            try await working(worker(), worker()) {
                let id = try await enqueue(1, tenant, database)
                try await expectEventually { try await isLeased(beyond: .distantPast) }
                // Two heartbeats later it belongs to the same attempt.
                let claimed = Date()
                try await expectEventually { try await isLeased(beyond: claimed + 6 + 3) }
                gate.open()
                try await expectEventually { try await isDone(id, tenant, database) }
            }
            #expect(attempts.all == [1])
        }
    }

    @Test("A job whose lease went to another process is cancelled, and does not decide how it ended")
    func lostLease() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let gate = Gate()
            let wasCancelled = Record<Bool>()
            let handler = JobHandler(SendReceipt.self) { _, _ in
                do { try await gate.pass() } catch { wasCancelled.append(true) }
            }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            let other = WorkerID()
            try await working(worker) {
                let id = try await enqueue(1, tenant, database)
                try await expectEventually {
                    try await database.tenant(tenant).execute(
                        """
                        update events.jobs set leased_by = \(other), lease_until = now() + interval '1 hour'
                        where id = \(id) and state = 'running'
                        """
                    ) == 1
                }
                await expectEventually { wasCancelled.count == 1 }
                #expect(try await state(id, tenant, database) == State(state: "running", attempts: 1))
            }
        }
    }

    @Test("No more jobs run at once than allowed, and all of them run")
    func bounded() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let handler = BusyHandler()
            try await database.tenant(tenant) { transaction in
                for number in 0..<50 { try transaction.enqueue(SendReceipt(number: number)) }
            }
            let worker = EventWorker(database: database, jobs: [handler.handler], limits: .brisk, logger: .quiet)
            try await working(worker) {
                await expectEventually { handler.finished.count == 50 }
            }
            #expect(Set(handler.finished.all) == Set(0..<50))
            #expect(handler.most == 4)
        }
    }

    @Test("A worker that is told to stop finishes its jobs, and gives back those that take too long")
    func stopping() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let (started, finished) = (Record<Int>(), Record<Int>())
            let never = Gate()
            let handler = JobHandler(SendReceipt.self) { job, _ in
                started.append(job.number)
                if job.number == 1 { try await Task.sleep(for: .milliseconds(200)) } else { try await never.pass() }
                finished.append(job.number)
            }
            var limits = WorkerLimits.brisk
            limits.drain = .milliseconds(1000)
            let worker = EventWorker(database: database, jobs: [handler], limits: limits, logger: .quiet)
            let short = try await enqueue(1, tenant, database)
            let endless = try await enqueue(2, tenant, database)
            try await working(worker) {
                await expectEventually { started.count == 2 }
            }
            #expect(finished.all == [1])
            #expect(try await isDone(short, tenant, database))
            #expect(try await state(endless, tenant, database) == State(state: "queued", attempts: 0))
        }
    }
}

/// Counts how many of its jobs run at the same time.
private final class BusyHandler: Sendable {
    let finished = Record<Int>()
    private let counts = Mutex((running: 0, most: 0))
    var most: Int { counts.withLock { $0.most } }

    var handler: JobHandler {
        JobHandler(Ledger.SendReceipt.self) { [self] job, _ in
            counts.withLock { counts in
                counts.running += 1
                counts.most = max(counts.most, counts.running)
            }
            try await Task.sleep(for: .milliseconds(30))
            counts.withLock { $0.running -= 1 }
            finished.append(job.number)
        }
    }
}
