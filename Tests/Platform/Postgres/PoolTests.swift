import Postgres
import TestKit
import Testing
import Values

@Suite("Pool", .timeLimit(.minutes(15)))
struct PoolTests {
    private let tenant = TenantID()

    /// Runs `body` with a pool of few connections.
    private func withPool(
        connections: Int,
        wait: Duration = .seconds(30),
        queue: Int = 1000,
        _ body: (Database) async throws -> Void
    ) async throws {
        let test = try await TestDatabase.make()
        var configuration = test.configuration()
        (configuration.connections, configuration.waitLimit, configuration.queueLimit) = (connections, wait, queue)
        let database = Database(configuration, logger: .quiet)
        // However short the wait: the first connection takes its time.
        while (try? await database.tenant(tenant).execute("select 1")) == nil {}
        try await body(database)
        await database.shutdown()
        try await test.drop()
    }

    /// Occupies a connection until the returned task is cancelled; returns once it is occupied.
    private func occupy(_ database: Database) async throws -> Task<Void, any Error> {
        let steps = Record<String>()
        let task = Task { [tenant] in
            try await database.tenant(tenant) { transaction in
                steps.append("on a connection")
                _ = try transaction.execute("select pg_sleep(30)")
            }
        }
        try await eventually { !steps.events.isEmpty }
        return task
    }

    @Test("Who waits too long is refused while every connection is busy")
    func waitLimit() async throws {
        try await withPool(connections: 1, wait: .milliseconds(100)) { database in
            let occupant = try await occupy(database)
            let error = await #expect(throws: PostgresError.self) {
                try await database.tenant(tenant).execute("select 1")
            }
            #expect(error?.code == .poolTimeout)
            #expect(database.statistics.timeouts > 0)
            occupant.cancel()
            _ = await occupant.result
        }
    }

    @Test("No more wait than may wait; the others are refused at once")
    func queueLimit() async throws {
        try await withPool(connections: 1, queue: 2) { (database) async throws in
            let occupant = try await occupy(database)
            let waiting = (1...2).map { _ in Task { try await database.tenant(tenant).execute("select 1") } }
            try await eventually { database.statistics.queued == 2 }
            let error = await #expect(throws: PostgresError.self) {
                try await database.tenant(tenant).execute("select 1")
            }
            #expect(error?.code == .poolTimeout)
            occupant.cancel()
            for task in waiting { #expect(try await task.value == 1) }
        }
    }

    @Test("Requests are served in the order they came")
    func fairness() async throws {
        try await withPool(connections: 1) { database in
            let occupant = try await occupy(database)
            let order = Record<Int>()
            var tasks: [Task<Void, any Error>] = []
            for number in 0..<20 {
                tasks.append(
                    Task { [tenant] in
                        try await database.tenant(tenant) { transaction in
                            order.append(number)
                            try transaction.execute("select 1")
                        }
                    }
                )
                try await eventually { database.statistics.queued == number + 1 }
            }
            occupant.cancel()
            for task in tasks { try await task.value }
            #expect(order.events == Array(0..<20))
        }
    }

    @Test("A cancelled request leaves the queue, or has its statement cancelled, and the connection serves the next")
    func cancellation() async throws {
        try await withPool(connections: 1) { (database) async throws in
            let occupant = try await occupy(database)
            let waiting = Task { try await database.tenant(tenant).execute("select 1") }
            try await eventually { database.statistics.queued == 1 }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            occupant.cancel()
            await #expect(throws: CancellationError.self) { try await occupant.value }
            for _ in 1...20 { #expect(try await database.tenant(tenant).value("select 1", as: Int.self) == 1) }
            #expect(database.statistics.reconnections == 0)
        }
    }

    @Test("A cancelled transaction commits nothing")
    func cancelledTransaction() async throws {
        try await withDatabase([school]) { (database) async throws in
            let steps = Record<String>()
            let task = Task { [tenant] in
                try await database.tenant(tenant) { transaction in
                    try transaction.execute(
                        "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), 'Rain')"
                    )
                    steps.append("inserted")
                    try transaction.execute("select pg_sleep(30)")
                }
            }
            try await eventually { !steps.events.isEmpty }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.tenant(tenant).value("select count(*) from school.courses", as: Int.self) == 0)
        }
    }

    @Test("Cancelling at any moment neither loses a request nor hits another's")
    func cancellationStorm() async throws {
        try await withPool(connections: 2) { database in
            var generator = SystemRandomNumberGenerator()
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<400 {
                    let isVictim = Bool.random(using: &generator)
                    group.addTask { [tenant] in
                        let task = Task { try await database.tenant(tenant).value("select \(number)", as: Int.self) }
                        if isVictim { task.cancel() }
                        switch await task.result {
                        case .success(let value): #expect(value == number)
                        case .failure(let error): #expect(isVictim && error is CancellationError, "\(error)")
                        }
                    }
                }
            }
            #expect(database.statistics.queued == 0)
        }
    }

    @Test("Many at once share few connections")
    func load() async throws {
        try await withPool(connections: 3) { database in
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<500 {
                    group.addTask { [tenant] in try await database.tenant(tenant).value("select \(number)") }
                }
                var sum = 0
                for try await number in group { sum += number ?? 0 }
                #expect(sum == 499 * 500 / 2)
            }
            #expect(database.statistics.connections <= 3)
        }
    }

    @Test("Shutting down finishes what was accepted and refuses the rest")
    func shutdown() async throws {
        let test = try await TestDatabase.make()
        let database = test.database()
        let steps = Record<String>()
        let running = Task { [tenant] in
            try await database.tenant(tenant) { transaction in
                steps.append("on a connection")
                return try transaction.value("select 7 from pg_sleep(0.2)", as: Int.self)
            }
        }
        try await eventually { !steps.events.isEmpty }
        await database.shutdown()
        #expect(try await running.value == 7)
        let error = await #expect(throws: PostgresError.self) {
            try await database.tenant(tenant).execute("select 1")
        }
        #expect(error?.code == .unavailable)
        try await test.drop()
    }

    @Test("Health says whether the database answers")
    func health() async throws {
        try await withPool(connections: 1) { database in
            #expect(await database.isHealthy(within: .seconds(5)))
            let occupant = try await occupy(database)
            #expect(await database.isHealthy(within: .milliseconds(50)) == false)
            occupant.cancel()
            _ = await occupant.result
        }
    }
}
