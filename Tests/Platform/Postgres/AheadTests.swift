import Postgres
import TestKit
import Testing
import Values

/// Statements that are sent before those in front of them are answered.
@Suite("Sending ahead", .timeLimit(.minutes(5)))
struct AheadTests {
    private let tenant = TenantID()

    /// Runs `body` with one connection, on which `pg_sleep` has been quick so far.
    private func withOneConnection(_ body: (Database) async throws -> Void) async throws {
        try await withOneConnection { database, _ in try await body(database) }
    }

    private func withOneConnection(
        of connections: Int = 1,
        _ body: (Database, TestDatabase) async throws -> Void
    ) async throws {
        let test = try await TestDatabase.make([school])
        var configuration = test.configuration()
        (configuration.connections, configuration.waitLimit) = (connections, .seconds(30))
        configuration.statementTimeout = .seconds(90)
        let database = Database(configuration, logger: .quiet)
        for _ in 1...20 { try await database.tenant(tenant).execute(sleep(0)) }
        try await body(database, test)
        await database.shutdown()
        try await test.drop()
    }

    private func sleep(_ seconds: Double) -> Query { "select 1 from pg_sleep(\(seconds))" }

    /// Asks `queries` while the connection is taken, in this order, and frees it: the first is then the one in front.
    /// One that is nil is a transaction.
    private func queue(_ database: Database, _ queries: [Query?]) async throws -> [Task<Int, any Error>] {
        let steps = Record<String>()
        let occupant = Task { [tenant] in
            try await database.tenant(tenant) { transaction in
                steps.append("on the connection")
                _ = try transaction.execute("select pg_sleep(30)")
            }
        }
        try await eventually { !steps.events.isEmpty }
        var tasks: [Task<Int, any Error>] = []
        for query in queries {
            tasks.append(
                Task { [tenant] in
                    if let query { return try await database.tenant(tenant).execute(query) }
                    return try await database.tenant(tenant) { try $0.execute("select 1") }
                }
            )
            try await eventually { database.statistics.queued == tasks.count }
        }
        occupant.cancel()
        _ = await occupant.result
        return tasks
    }

    @Test("Everybody gets their own answer, also next to those that fail")
    func ownAnswers() async throws {
        try await withOneConnection { database in
            _ = try await database.tenant(tenant).value("select 100 / \(1)", as: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask { [tenant] in
                        let divisor = number % 7
                        do {
                            let value = try await database.tenant(tenant).value("select 100 / \(divisor)", as: Int.self)
                            #expect(value == 100 / divisor)
                        } catch let error as PostgresError {
                            #expect(divisor == 0 && error.code == .invalidValue, "\(error)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(database.statistics.sentAhead > 0)
        }
    }

    @Test("Schools stay apart")
    func tenants() async throws {
        try await withOneConnection { database in
            let tenants = (0..<5).map { _ in TenantID() }
            for (number, tenant) in tenants.enumerated() {
                for course in 0...number {
                    try await database.tenant(tenant).execute(
                        """
                        insert into school.courses (tenant_id, id, title)
                        values (\(tenant), \(CourseID()), \(String(course)))
                        """
                    )
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let count = try await database.tenant(tenants[number % 5]).value(
                            "select count(*) from school.courses",
                            as: Int.self
                        )
                        #expect(count == number % 5 + 1)
                    }
                }
                try await group.waitForAll()
            }
            #expect(database.statistics.sentAhead > 0)
        }
    }

    @Test("Who is cancelled after being sent is cancelled at the server when its turn comes")
    func cancelledBehind() async throws {
        try await withOneConnection { (database) async throws in
            let tasks = try await queue(database, [sleep(0.3), sleep(30)])
            try await eventually { database.statistics.sentAhead == 1 }
            tasks[1].cancel()
            #expect(try await tasks[0].value == 1)
            let took = await ContinuousClock().measure {
                await #expect(throws: CancellationError.self) { _ = try await tasks[1].value }
            }
            #expect(took < .seconds(10))
            #expect(try await database.tenant(tenant).execute("select 1") == 1)
            #expect(database.statistics.reconnections == 0)
        }
    }

    @Test("Who is cancelled in front takes nobody along")
    func cancelledInFront() async throws {
        try await withOneConnection { (database) async throws in
            let tasks = try await queue(database, [sleep(30), sleep(0)])
            try await eventually { database.statistics.sentAhead == 1 }
            tasks[0].cancel()
            await #expect(throws: CancellationError.self) { _ = try await tasks[0].value }
            #expect(try await tasks[1].value == 1)
            #expect(database.statistics.reconnections == 0)
        }
    }

    @Test("A cancellation that reaches the server before its statement is not lost")
    func cancelledAtOnce() async throws {
        try await withOneConnection { database in
            for _ in 1...300 {
                let began = ContinuousClock.now
                let steps = Record<String>()
                let task = Task { [tenant] in
                    try await database.tenant(tenant) { transaction in
                        steps.append("on the connection")
                        _ = try transaction.execute("select pg_sleep(30)")
                    }
                }
                while steps.events.isEmpty { await Task.yield() }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(ContinuousClock.now - began < .seconds(25))
            }
        }
    }

    @Test("Nobody is sent behind what has been slow of late, or behind a transaction")
    func slowInFront() async throws {
        try await withOneConnection { (database) async throws in
            for _ in 1...3 { try await database.tenant(tenant).execute(sleep(0.1)) }
            let tasks = try await queue(database, [sleep(0.1), sleep(0), nil, sleep(0)])
            for task in tasks { #expect(try await task.value == 1) }
            #expect(database.statistics.sentAhead == 0)
        }
    }

    @Test("When what was quick so far takes its time, others go to another connection")
    func slowAfterAll() async throws {
        try await withOneConnection(of: 2) { database, _ in
            // A thread is busy for a moment after its job's answer is there.
            try await eventually { database.statistics.busy == 0 }
            let slow = Task { [self] in try await database.tenant(tenant).execute(sleep(60)) }
            try await eventually { database.statistics.busy == 1 }
            let began = ContinuousClock.now
            for number in 2...4 {
                #expect(try await database.tenant(tenant).value("select \(number)", as: Int.self) == number)
            }
            // The other connection has to be made first, on a machine that has much to do.
            #expect(ContinuousClock.now - began < .seconds(25))
            slow.cancel()
            await #expect(throws: CancellationError.self) { _ = try await slow.value }
        }
    }

    @Test("A table that changes under its statements fails none of them")
    func changedTable() async throws {
        try await withOneConnection { database, test in
            let course: Query = "select * from school.courses"
            for round in 1...10 {
                _ = try await database.tenant(tenant).execute(course)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<40 {
                        group.addTask { [tenant] in
                            if number == 10 {
                                try await Maintenance(test.administrator).run(
                                    "alter table school.courses add column room\(round) text"
                                )
                            } else {
                                #expect(try await database.tenant(tenant).execute(course) == 0)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(database.statistics.reconnections == 0)
        }
    }

    @Test("A connection that the server ends fails nobody who reads")
    func endedConnection() async throws {
        try await withOneConnection { database, test in
            for _ in 1...5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<60 {
                        group.addTask { [tenant] in
                            if number == 20 {
                                try await Maintenance(test.administrator).run(
                                    """
                                    select pg_terminate_backend(pid) from pg_stat_activity
                                    where datname = current_database() and pid <> pg_backend_pid()
                                    """
                                )
                            }
                            let value = try await database.tenant(tenant).value("select \(number)", as: Int.self)
                            #expect(value == number)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(database.statistics.reconnections > 0)
        }
    }

    @Test("What may write is never sent ahead")
    func writes() async throws {
        try await withOneConnection { database in
            for number in 0..<20 {
                try await database.tenant(tenant).execute(
                    """
                    insert into school.courses (tenant_id, id, title)
                    values (\(tenant), \(CourseID()), \(String(number)))
                    """
                )
            }
            let change: Query = "update school.courses set seats = seats + 1"
            let lock: Query = "select id from school.courses limit 1 for update"
            let call: Query = "select school.count_courses()"
            for query in [change, lock, call] { try await database.tenant(tenant).execute(query) }
            let tasks = try await queue(database, [sleep(0), change, lock, call, change, call])
            for task in tasks { #expect(try await task.value > 0) }
            #expect(database.statistics.sentAhead == 0)
        }
    }
}
