import Events
import Logging
import Postgres
import Telemetry
import TestKit
import Testing
import Values

@Suite("Announcing and enqueuing", .timeLimit(.minutes(15)))
struct AnnounceTests {
    @Test("An event commits with its change, or not at all")
    func atomic() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            try await EventWorker(database: database, subscriptions: [Ledger.consumer("ledger.copy")], logger: .quiet)
                .register()
            let id = try await Ledger.credit(1, tenant, database)
            await #expect(throws: Ledger.Refused.self) {
                try await Ledger.credit(2, tenant, database, failing: true)
            }
            #expect(try await database.tenant(tenant).all("select id from events.outbox", as: EventID.self) == [id])
            #expect(
                try await database.tenant(tenant).all("select event_id from events.inbox", as: EventID.self) == [id]
            )
            #expect(try await database.tenant(tenant).all("select id from ledger.changes", as: EventID.self) == [id])
        }
    }

    @Test("A service announces and enqueues under its own role, which sees nobody else's schema")
    func serviceRole() async throws {
        let schemas = [EventsSchema.migrations, Ledger.migrations]
        try await withDatabase(schemas, role: DatabaseRole.service("ledger")) { database in
            let tenant = TenantID()
            try await Ledger.credit(1, tenant, database)
            try await database.tenant(tenant) { _ = try $0.enqueue(Ledger.SendReceipt(number: 1)) }
            #expect(try await database.tenant(tenant).value("select count(*) from events.outbox", as: Int.self) == 1)
            #expect(try await database.tenant(tenant).value("select count(*) from events.jobs", as: Int.self) == 1)
            #expect(try await database.tenant(TenantID()).value("select count(*) from events.jobs", as: Int.self) == 0)
        }
    }

    @Test("The schema keeps the rules of tenant tables")
    func schemaRules() async throws {
        let test = try await TestDatabase.make([EventsSchema.migrations])
        #expect(try await Migrator(test.administrator, logger: .quiet).schemaViolations() == [])
        try await test.drop()
    }

    @Test("Outside a tenant nothing is announced or enqueued")
    func outsideTenant() async throws {
        try await withLedger { database in
            await #expect(throws: EventsError.outsideTenant) {
                try await database.platform(reason: "test") { _ = try $0.announce(Ledger.Credited(number: 1)) }
            }
            await #expect(throws: EventsError.outsideTenant) {
                try await database.platform(reason: "test") { _ = try $0.enqueue(Ledger.SendReceipt(number: 1)) }
            }
        }
    }

    @Test("An event that carries a file is refused")
    func tooLarge() async throws {
        try await withLedger { database in
            let event = Ledger.Credited(number: 1, note: String(repeating: "a", count: 262_144))
            await #expect(throws: EventsError.tooLarge(name: "ledger.credited", limit: 262_144)) {
                try await database.tenant(TenantID()) { _ = try $0.announce(event) }
            }
        }
    }

    @Test("Enqueuing the same key again returns the first job, also while its transaction is still open")
    func keys() async throws {
        try await withLedger { database in
            let (tenant, other) = (TenantID(), TenantID())
            let ids = try await withThrowingTaskGroup(of: JobID.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await database.tenant(tenant) { transaction in
                            let id = try transaction.enqueue(Ledger.SendReceipt(number: number), key: "order-7")
                            try transaction.execute("select pg_sleep(0.01)")
                            return id
                        }
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await database.tenant(tenant).value("select count(*) from events.jobs", as: Int.self) == 1)
            let another = try await database.tenant(tenant) {
                try $0.enqueue(Ledger.SendReceipt(number: 1), key: "order-8")
            }
            let elsewhere = try await database.tenant(other) {
                try $0.enqueue(Ledger.SendReceipt(number: 1), key: "order-7")
            }
            #expect(Set([another, elsewhere]).isDisjoint(with: ids))
        }
    }

    @Test("A transaction that is taken back takes its events and jobs along")
    func savepoint() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            try await database.tenant(tenant) { transaction in
                try? transaction.savepoint {
                    try transaction.announce(Ledger.Credited(number: 1))
                    try transaction.enqueue(Ledger.SendReceipt(number: 1), key: "a")
                    throw Ledger.Refused()
                }
                try transaction.announce(Ledger.Credited(number: 2))
            }
            let payloads = try await database.tenant(tenant).all("select payload from events.outbox", as: JSON.self)
            #expect(payloads == [["number": 2]])
            #expect(try await database.tenant(tenant).value("select count(*) from events.jobs", as: Int.self) == 0)
        }
    }

    @Test("A worker whose handlers share a name is refused")
    func duplicateNames() async throws {
        try await withLedger { database in
            let twice = EventWorker(
                database: database,
                subscriptions: [Ledger.consumer("a.b"), Ledger.consumer("a.b")],
                logger: .quiet
            )
            await #expect(throws: EventsError.duplicateName("a.b")) { try await twice.register() }
            await #expect(throws: EventsError.duplicateName("a.b")) { try await twice.run() }
        }
    }
}
