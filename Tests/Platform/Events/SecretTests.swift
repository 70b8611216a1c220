import Foundation
import Logging
import Postgres
import Synchronization
import TestKit
import Testing
import Values

@testable import Events

@Suite("Secrets in events and jobs", .timeLimit(.minutes(15)))
struct SecretTests {
    struct CodeMade: Event {
        static let name = "ledger.code_made"
        static let isSecret = true
        var code: String
    }

    struct SendCode: Job {
        static let name = "ledger.send_code"
        static let maximumAttempts = 3
        static let lease = Duration.seconds(6)
        static let isSecret = true
        var code: String
    }

    private func events(_ tenant: TenantID, _ database: Database) async throws -> [String] {
        try await database.tenant(tenant).all("select payload::text from events.outbox order by id")
    }

    private func jobs(_ tenant: TenantID, _ database: Database) async throws -> [String] {
        try await database.tenant(tenant).all("select state || ' ' || payload::text from events.jobs order by id")
    }

    private func consumer(
        _ name: String,
        _ codes: Record<String>,
        fails: @escaping @Sendable () throws -> Void = {}
    ) -> Subscription {
        Subscription(name, to: CodeMade.self) { event, _, _ in
            try fails()
            codes.append(event.code)
        }
    }

    @Test("A secret event is empty once the last consumer has had it, and not before")
    func emptied() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let codes = Record<String>()
            let gate = Mutex(false)
            let first = EventWorker(
                database: database,
                subscriptions: [consumer("ledger.one", codes)],
                limits: .brisk,
                logger: .quiet
            )
            let second = EventWorker(
                database: database,
                subscriptions: [
                    consumer("ledger.two", codes) { if gate.withLock({ !$0 }) { throw Ledger.Refused() } }
                ],
                limits: .patient,
                logger: .quiet
            )
            try await working(first, second) {
                try await database.tenant(tenant) { _ = try $0.announce(CodeMade(code: "123456")) }
                await expectEventually { codes.count == 1 }
                #expect(try await events(tenant, database) == [#"{"code": "123456"}"#])
                gate.withLock { $0 = true }
                await expectEventually { codes.all == ["123456", "123456"] }
                try await expectEventually { try await events(tenant, database) == ["{}"] }
            }
        }
    }

    @Test("Consumers that finish at the same moment leave no secret behind")
    func together() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let codes = Record<String>()
            // A worker each, so that deliveries of one event overlap.
            let workers = (0..<4).map { number in
                EventWorker(
                    database: database,
                    subscriptions: [
                        consumer("ledger.consumer_\(number)", codes) { Thread.sleep(forTimeInterval: 0.002) }
                    ],
                    limits: .brisk,
                    logger: .quiet
                )
            }
            try await working(workers[0], workers[1], workers[2], workers[3]) {
                for number in 0..<50 {
                    try await database.tenant(tenant) { _ = try $0.announce(CodeMade(code: "\(number)")) }
                }
                await expectEventually { codes.count == 200 }
                try await expectEventually { try await Set(events(tenant, database)) == ["{}"] }
            }
        }
    }

    @Test("A secret event that nobody waits for is never stored")
    func unheard() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            try await database.tenant(tenant) { transaction in
                try transaction.announce(CodeMade(code: "123456"))
                try transaction.announce(Ledger.Credited(number: 1))
            }
            #expect(try await events(tenant, database) == ["{}", #"{"number": 1}"#])
        }
    }

    @Test("A secret event whose only consumer fails for good is parked empty, and cannot be redriven")
    func parkedEvent() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let codes = Record<String>()
            let worker = EventWorker(
                database: database,
                subscriptions: [consumer("ledger.broken", codes) { throw Ledger.Refused() }],
                limits: .brisk,
                logger: .quiet
            )
            let backlog = Backlog(database)
            try await working(worker) {
                try await database.tenant(tenant) { _ = try $0.announce(CodeMade(code: "123456")) }
                try await expectEventually { try await backlog.parked().count == 1 }
                #expect(try await events(tenant, database) == ["{}"])
                let parked = try #require(try await backlog.parked().first)
                #expect(try await backlog.redrive(parked.id) == false)
                #expect(try await backlog.discard(parked.id))
            }
        }
    }

    @Test("Retiring the last consumer takes the secrets along that waited for it")
    func retired() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let worker = EventWorker(
                database: database,
                subscriptions: [consumer("ledger.gone", Record())],
                logger: .quiet
            )
            try await worker.register()
            try await database.tenant(tenant) { _ = try $0.announce(CodeMade(code: "123456")) }
            #expect(try await events(tenant, database) == [#"{"code": "123456"}"#])
            try await Backlog(database).retire(consumer: "ledger.gone")
            #expect(try await events(tenant, database) == ["{}"])
        }
    }

    @Test("A secret job is empty when it is done and when it is parked, and keeps its secret for the next attempt")
    func jobs() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let attempts = Record<String>()
            let handler = JobHandler(SendCode.self) { job, _ in
                attempts.append(job.code)
                if job.code == "bad" || attempts.count == 1 { throw Ledger.Refused() }
            }
            let worker = EventWorker(database: database, jobs: [handler], limits: .brisk, logger: .quiet)
            let backlog = Backlog(database)
            try await working(worker) {
                try await database.tenant(tenant) { _ = try $0.enqueue(SendCode(code: "good")) }
                try await expectEventually { try await jobs(tenant, database) == ["done {}"] }
                #expect(attempts.all == ["good", "good"])
                try await database.tenant(tenant) { _ = try $0.enqueue(SendCode(code: "bad")) }
                try await expectEventually { try await jobs(tenant, database) == ["done {}", "parked {}"] }
                let parked = try #require(try await backlog.parked().first)
                #expect(try await backlog.redrive(parked.id) == false)
            }
        }
    }

    @Test("A secret job whose last process died is parked empty")
    func lost() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            try await database.tenant(tenant) { transaction in
                try transaction.enqueue(SendCode(code: "123456"))
                try transaction.execute(
                    """
                    update events.jobs set state = 'running', attempts = 3, leased_by = gen_random_uuid(),
                        lease_until = now() - interval '1 second'
                    """
                )
            }
            let handler = JobHandler(SendCode.self) { _, _ in Issue.record("it has no attempts left") }
            _ = try await database.claimJobs([handler], limit: 1, worker: WorkerID())
            #expect(try await jobs(tenant, database) == ["parked {}"])
        }
    }
}

extension WorkerLimits {
    /// As brisk, and never gives up.
    fileprivate static var patient: WorkerLimits {
        var limits = WorkerLimits.brisk
        limits.deliveryAttempts = 1000
        return limits
    }
}
