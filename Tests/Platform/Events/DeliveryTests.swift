import Events
import Logging
import Postgres
import Synchronization
import Telemetry
import TestKit
import Testing
import Values

@Suite("Delivering events", .timeLimit(.minutes(15)))
struct DeliveryTests {
    @Test("Every subscriber is told once, in its own tenant, in the order of a transaction")
    func everySubscriber() async throws {
        try await withLedger { database in
            let (first, second) = (TenantID(), TenantID())
            let worker = EventWorker(
                database: database,
                subscriptions: [Ledger.consumer("ledger.one"), Ledger.consumer("ledger.two")],
                limits: .brisk,
                logger: .quiet
            )
            try await working(worker) {
                try await database.tenant(first) { transaction in
                    for number in 0..<100 { try transaction.announce(Ledger.Credited(number: number)) }
                }
                try await Ledger.credit(500, second, database)
                try await expectEventually { try await Ledger.effects(first, database).count == 200 }
                try await expectEventually { try await Ledger.effects(second, database).count == 2 }
            }
            for consumer in ["ledger.one", "ledger.two"] {
                let numbers = try await Ledger.effects(first, database).filter { $0.consumer == consumer }.map(\.number)
                #expect(numbers == Array(0..<100))
            }
            #expect(try await Set(Ledger.effects(second, database).map(\.number)) == [500])
        }
    }

    @Test("An effect sees the rows of its event's tenant and of no other")
    func isolation() async throws {
        try await withLedger { database in
            let tenants = (0..<3).map { _ in TenantID() }
            let seen = Record<[TenantID]>()
            let nosy = Subscription("ledger.nosy", to: Ledger.Credited.self) { _, delivery, transaction in
                let visible = try transaction.all("select tenant_id from ledger.changes", as: TenantID.self)
                seen.append([delivery.tenant] + Set(visible))
            }
            let worker = EventWorker(database: database, subscriptions: [nosy], limits: .brisk, logger: .quiet)
            try await working(worker) {
                for tenant in tenants { try await Ledger.credit(1, tenant, database) }
                await expectEventually { seen.count == 3 }
            }
            #expect(Set(seen.all) == Set(tenants.map { [$0, $0] }))
        }
    }

    @Test("A failing effect is taken back and tried again, and holds up nobody else")
    func retries() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let moody = Ledger.consumer("ledger.moody") { event, delivery in
                if event.number == 1, delivery.attempt < 4 { throw Ledger.Refused() }
            }
            let worker = EventWorker(
                database: database,
                subscriptions: [moody, Ledger.consumer("ledger.calm")],
                limits: .brisk,
                logger: .quiet
            )
            try await working(worker) {
                for number in 1...3 { try await Ledger.credit(number, tenant, database) }
                try await expectEventually { try await Ledger.effects(tenant, database).count == 6 }
            }
            let effects = try await Ledger.effects(tenant, database)
            #expect(effects.filter { $0.consumer == "ledger.calm" }.map(\.number) == [1, 2, 3])
            #expect(
                Set(effects.filter { $0.consumer == "ledger.moody" }) == [
                    .init(consumer: "ledger.moody", number: 1, attempt: 4),
                    .init(consumer: "ledger.moody", number: 2, attempt: 1),
                    .init(consumer: "ledger.moody", number: 3, attempt: 1),
                ]
            )
        }
    }

    @Test("After ten failures a delivery is parked without its data, and succeeds once it is redriven")
    func parking() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let broken = RepairableConsumer()
            let worker = EventWorker(
                database: database,
                subscriptions: [broken.subscription],
                limits: .brisk,
                logger: .quiet
            )
            let backlog = Backlog(database)
            try await working(worker) {
                let event = try await Ledger.credit(1, tenant, database)
                try await expectEventually { try await backlog.parked().count == 1 }
                let parked = try #require(try await backlog.parked().first)
                #expect(parked.id.description == "delivery/\(tenant)/\(event)/ledger.broken")
                #expect(parked.attempts == 10)
                #expect(parked.name == "ledger.credited")
                #expect(parked.lastError?.contains("Secretive") == true)
                #expect(parked.lastError?.contains("secret data") == false)
                #expect(try await backlog.counts().map(\.state) == ["parked"])

                broken.repair()
                #expect(try await backlog.redrive(parked.id))
                try await expectEventually { try await Ledger.effects(tenant, database).count == 1 }
                #expect(try await backlog.redrive(parked.id) == false)
                #expect(try await backlog.counts() == [])
            }
        }
    }

    @Test("An effect that only fails when it commits is counted and parked like any other")
    func failureAtCommit() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let late = Subscription("ledger.late", to: Ledger.Credited.self) { _, delivery, transaction in
                // The key is checked when the transaction commits.
                try transaction.execute(
                    "insert into ledger.singles values (\(delivery.tenant), 1), (\(delivery.tenant), 1)"
                )
            }
            let worker = EventWorker(database: database, subscriptions: [late], limits: .brisk, logger: .quiet)
            let backlog = Backlog(database)
            try await working(worker) {
                try await Ledger.credit(1, tenant, database)
                try await expectEventually { try await backlog.parked().count == 1 }
            }
            let parked = try #require(try await backlog.parked().first)
            #expect(parked.attempts == 10)
            #expect(parked.lastError == "PostgresError.uniqueViolation")
            #expect(try await backlog.discard(parked.id))
            #expect(try await backlog.parked().isEmpty)
        }
    }

    @Test("An event that its consumer cannot read is parked at once")
    func unreadable() async throws {
        try await withLedger { database in
            struct Other: Event {
                static let name = Ledger.Credited.name
                var anotherField: Int
            }
            let tenant = TenantID()
            let consumer = Subscription("ledger.copy", to: Other.self) { _, _, _ in }
            let worker = EventWorker(database: database, subscriptions: [consumer], limits: .brisk, logger: .quiet)
            let backlog = Backlog(database)
            try await working(worker) {
                try await Ledger.credit(1, tenant, database)
                try await expectEventually { try await backlog.parked().count == 1 }
            }
            #expect(try await backlog.parked().map(\.attempts) == [1])
        }
    }

    @Test("Who subscribes later hears of later events only, and of what came while no worker ran")
    func laterSubscriber() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let worker = EventWorker(
                database: database,
                subscriptions: [Ledger.consumer("ledger.late")],
                limits: .brisk,
                logger: .quiet
            )
            try await Ledger.credit(1, tenant, database)
            try await worker.register()
            try await Ledger.credit(2, tenant, database)
            try await working(worker) {
                try await expectEventually { try await Ledger.effects(tenant, database).count == 1 }
            }
            #expect(try await Ledger.effects(tenant, database).map(\.number) == [2])
        }
    }

    @Test("A worker leaves to others what it has no handler for; a consumer that is gone can be retired")
    func othersWork() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            func worker(_ consumer: String) -> EventWorker {
                EventWorker(
                    database: database,
                    subscriptions: [Ledger.consumer(consumer)],
                    limits: .brisk,
                    logger: .quiet
                )
            }
            let (here, elsewhere) = (worker("ledger.here"), worker("ledger.elsewhere"))
            try await elsewhere.register()
            try await working(here) {
                for number in 0..<100 { try await Ledger.credit(number, tenant, database) }
                try await expectEventually { try await Ledger.effects(tenant, database).count == 100 }
            }
            let backlog = Backlog(database)
            let waiting = try await backlog.counts()
            #expect(waiting.map(\.name) == ["ledger.elsewhere"] && waiting.map(\.count) == [100])
            try await backlog.retire(consumer: "ledger.elsewhere")
            try await Ledger.credit(100, tenant, database)
            #expect(try await backlog.counts().map(\.name) == ["ledger.here"])
        }
    }

    @Test("A trace goes on from the announcement to the effect")
    func trace() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            let traces = Record<String>()
            let consumer = Subscription("ledger.traced", to: Ledger.Credited.self) { _, _, _ in
                traces.append(TraceContext.current?.traceID.description ?? "none")
                traces.append(RequestContext.current?.tenantID?.description ?? "none")
            }
            let worker = EventWorker(database: database, subscriptions: [consumer], limits: .brisk, logger: .quiet)
            let context = RequestContext(trace: .new(isSampled: true))
            try await working(worker) {
                try await database.tenant(tenant) { transaction in
                    try RequestContext.$current.withValue(context) {
                        _ = try transaction.announce(Ledger.Credited(number: 1))
                    }
                }
                await expectEventually { traces.count == 2 }
            }
            #expect(traces.all == [context.trace.traceID.description, tenant.description])
        }
    }

    @Test("A notification is enough: no poll is needed to hear of an event or a job")
    func notification() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            var limits = WorkerLimits()
            limits.poll = .seconds(3600)
            let jobs = Record<Int>()
            let worker = EventWorker(
                database: database,
                subscriptions: [Ledger.consumer("ledger.copy")],
                jobs: [JobHandler(Ledger.SendReceipt.self) { job, _ in jobs.append(job.number) }],
                limits: limits,
                logger: .quiet
            )
            try await working(worker) {
                for number in 0..<5 {
                    try await Ledger.credit(number, tenant, database)
                    try await expectEventually { try await Ledger.effects(tenant, database).count == number + 1 }
                    try await database.tenant(tenant) { _ = try $0.enqueue(Ledger.SendReceipt(number: number)) }
                    await expectEventually { jobs.count == number + 1 }
                }
            }
        }
    }
}

/// Fails with an error that holds data, until it is repaired.
private final class RepairableConsumer: Sendable {
    private let isRepaired = Mutex(false)
    func repair() { isRepaired.withLock { $0 = true } }

    var subscription: Subscription {
        Ledger.consumer("ledger.broken") { [self] _, _ in
            if !isRepaired.withLock({ $0 }) { throw Secretive(text: "secret data") }
        }
    }

    struct Secretive: Error { var text: String }
}
