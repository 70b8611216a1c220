import Glibc
import Postgres
import TestKit
import Testing
import Values

@Suite("Outages", .timeLimit(.minutes(15)), .serialized)
struct OutageTests {
    private let tenant = TenantID()

    private func add(_ number: Int) -> Query {
        "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), \(String(number)))"
    }

    @Test("A restart between two requests fails neither, whatever the requests do")
    func restartWhileIdle() async throws {
        try await PrivateServer.with { server in
            let database = try server.database()
            try await database.tenant(tenant).execute(add(0))
            try await database.tenant(tenant) { [self] transaction in _ = try transaction.execute(add(1)) }
            for number in 2...5 {
                await server.server.stop()
                try await server.server.start()
                if number.isMultiple(of: 2) {
                    try await database.tenant(tenant).execute(add(number))
                } else {
                    try await database.tenant(tenant) { [self] transaction in _ = try transaction.execute(add(number)) }
                }
            }
            let count = try await database.tenant(tenant).value("select count(*) from school.courses", as: Int.self)
            #expect(count == 6)
            await database.shutdown()
        }
    }

    @Test("While the server is away requests are refused, at once after a while, and served again by itself")
    func outage() async throws {
        try await PrivateServer.with { server in
            let database = try server.database()
            try await database.tenant(tenant).execute("select 1")
            await server.server.stop()
            let clock = ContinuousClock()
            try await eventually {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.tenant(tenant).execute("select 1")
                }
                #expect(error?.code == .unavailable && error?.isTransient == true)
                return database.statistics.isDown
            }
            var quickest = Duration.seconds(60)
            for _ in 1...10 {
                let refusal = await clock.measure { _ = try? await database.tenant(tenant).execute("select 1") }
                quickest = min(quickest, refusal)
            }
            #expect(quickest < .milliseconds(100))
            #expect(await database.isHealthy() == false)
            try await server.server.start()
            let recovery = await clock.measure {
                try? await eventually { (try? await database.tenant(tenant).execute("select 1")) != nil }
            }
            #expect(recovery < .seconds(10))
            await database.shutdown()
        }
    }

    @Test("A killed backend ends one transaction, undone, and the next request is served")
    func killedBackend() async throws {
        try await PrivateServer.with { server in
            let database = try server.database()
            let backends = Record<Int32>()
            let transaction = Task { [self] in
                try await database.tenant(tenant) { transaction in
                    try transaction.execute(add(1))
                    backends.append(try transaction.value("select pg_backend_pid()", as: Int32.self) ?? 0)
                    try transaction.execute("select pg_sleep(4)")
                }
            }
            try await eventually { !backends.events.isEmpty }
            Glibc.kill(backends.events[0], SIGTERM)
            let error = await #expect(throws: PostgresError.self) { try await transaction.value }
            #expect(error?.code == .connectionLost)
            let count = try await database.tenant(tenant).value("select count(*) from school.courses", as: Int.self)
            #expect(count == 0)
            await database.shutdown()
        }
    }

    @Test("A commit nobody answered is reported as unknown, not as failed")
    func unknownOutcome() async throws {
        try await PrivateServer.with { server in
            let database = try server.database { $0.statementTimeout = .seconds(60) }
            try await database.tenant(tenant).execute(add(0))
            let process = try #require(server.server.processID)
            let write = Task { [tenant] in
                try await database.tenant(tenant).execute(
                    """
                    insert into school.courses (tenant_id, id, title)
                    select \(tenant), \(CourseID()), 'late' from pg_sleep(60)
                    """
                )
            }
            try await eventually {
                let sleeping: Query = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                return try await database.tenant(tenant).value(sleeping) == 1
            }
            // Backends die without a word when their postmaster tells them to quit at once, or is gone.
            _ = posixShell("kill -9 $(pgrep -P \(process))")
            let error = await #expect(throws: PostgresError.self) { _ = try await write.value }
            #expect(error?.code == .outcomeUnknown && error?.isTransient == false)
            await database.shutdown()
        }
    }

    @Test("Killing the server or one of its backends under load loses no acknowledged write")
    func durability() async throws {
        try await PrivateServer.with { server in
            let database = try server.database { $0.waitLimit = .seconds(10) }
            try await database.tenant(tenant).execute("select 1")
            let acknowledged = Record<Int>()
            let isOver = Record<Bool>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask { [self] in
                        var number = writer
                        while isOver.events.isEmpty, !Task.isCancelled {
                            if (try? await database.tenant(tenant).execute(add(number))) == 1 {
                                acknowledged.append(number)
                            }
                            number += 8
                        }
                    }
                }
                for round in 1...4 {
                    let before = acknowledged.events.count
                    try await eventually { acknowledged.events.count >= before + 200 }
                    if round.isMultiple(of: 2) {
                        try await server.kill()
                    } else {
                        let process = try #require(server.server.processID)
                        _ = posixShell("kill -9 $(pgrep -P \(process) | tail -1)")
                    }
                }
                let before = acknowledged.events.count
                try await eventually { acknowledged.events.count >= before + 200 }
                isOver.append(true)
                try await group.waitForAll()
            }
            let stored = Set(
                try await database.tenant(tenant).all("select title from school.courses", as: String.self).compactMap(
                    Int.init
                )
            )
            #expect(Set(acknowledged.events).subtracting(stored).isEmpty)
            await database.shutdown()
        }
    }

    @Test("Who listens is told after a restart that something may have been missed")
    func listening() async throws {
        try await PrivateServer.with { server in
            let database = try server.database()
            var heard = database.listen("jobs").makeAsyncIterator()
            #expect(await heard.next() == "")
            try await server.kill()
            #expect(await heard.next() == "")
            try await database.tenant(tenant) { try $0.notify("jobs", "again") }
            #expect(await heard.next() == "again")
            await database.shutdown()
            #expect(await heard.next() == nil)
        }
    }

    @Test("A server that hangs is not waited for longer than a statement may take, and is unhealthy at once")
    func hangingServer() async throws {
        try await PrivateServer.with { server in
            let database = try server.database { $0.statementTimeout = .milliseconds(100) }
            try await database.tenant(tenant).execute("select 1")
            let backend = try await database.tenant(tenant).value("select pg_backend_pid()", as: Int32.self)
            Glibc.kill(try #require(backend), SIGSTOP)
            #expect(await database.isHealthy(within: .milliseconds(200)) == false)
            let next = try await database.tenant(tenant).value("select 7", as: Int.self)
            #expect(next == 7)
            Glibc.kill(try #require(backend), SIGCONT)
            await database.shutdown()
        }
    }
}
