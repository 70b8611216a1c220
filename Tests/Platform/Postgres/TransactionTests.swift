import Glibc
import Postgres
import TestKit
import Testing
import Values

@Suite("Transactions", .timeLimit(.minutes(15)))
struct TransactionTests {
    private let tenant = TenantID()

    private func add(_ title: String) -> Query {
        "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), \(title))"
    }

    private func titles(_ database: Database) async throws -> [String] {
        try await database.tenant(tenant).all("select title from school.courses order by title")
    }

    @Test("A single statement costs one round trip, prepared or not; two in a transaction cost three")
    func roundTrips() async throws {
        let test = try await TestDatabase.make([school])
        // Connecting takes a round trip too, and must not be counted.
        var configuration = test.configuration()
        configuration.connections = 1
        let database = Database(configuration, logger: .quiet)
        _ = try await database.tenant(tenant).value("select 1", as: Int.self)
        func trips(_ body: () async throws -> Void) async throws -> Int {
            let before = database.statistics.roundTrips
            try await body()
            return database.statistics.roundTrips - before
        }
        for _ in 1...2 {
            #expect(try await trips { _ = try await titles(database) } == 1)
        }
        #expect(try await trips { try await database.tenant(tenant).execute(add("one")) } == 1)
        let two = try await trips {
            try await database.tenant(tenant) { [tenant] transaction in
                let count = try transaction.value("select count(*) from school.courses", as: Int.self)
                try transaction.execute("update school.courses set seats = \(count) where tenant_id = \(tenant)")
            }
        }
        #expect(two == 3)
        #expect(try await trips { try await database.tenant(tenant) { _ in } } == 0)
        await database.shutdown()
        try await test.drop()
    }

    @Test("What a body did is gone when it throws, and its error comes through")
    func rollback() async throws {
        struct Refused: Error {}
        try await withDatabase([school]) { (database) async throws in
            await #expect(throws: Refused.self) {
                try await database.tenant(tenant) { [self] transaction in
                    try transaction.execute(add("one"))
                    throw Refused()
                }
            }
            #expect(try await titles(database) == [])
        }
    }

    @Test("An error a body swallows still rolls everything back")
    func swallowedError() async throws {
        try await withDatabase([school]) { (database) async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.tenant(tenant) { [self] transaction in
                    try transaction.execute(add("one"))
                    _ = try? transaction.execute(add("one"))
                }
            }
            #expect(error?.code == .uniqueViolation)
            #expect(try await titles(database) == [])
        }
    }

    @Test("A savepoint takes back its own part only, however deep")
    func savepoints() async throws {
        try await withDatabase([school]) { database in
            try await database.tenant(tenant) { [self] transaction in
                try transaction.execute(add("one"))
                _ = try? transaction.savepoint { try transaction.execute(add("one")) }
                try transaction.savepoint {
                    try transaction.savepoint { try transaction.execute(add("two")) }
                    _ = try? transaction.savepoint {
                        try transaction.savepoint { try transaction.execute(add("three")) }
                        try transaction.execute(add(""))
                    }
                    try transaction.savepoint {}
                }
                try transaction.execute(add("four"))
            }
            #expect(try await titles(database) == ["four", "one", "two"])
        }
    }

    @Test("Of two that read and write the same, one wins and the other tries again")
    func serializationRetry() async throws {
        try await withDatabase([school]) { database in
            try await database.platform(reason: "test").execute("insert into school.terms values ('autumn', 0)")
            let attempts = Record<Int?>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...2 {
                    group.addTask {
                        try await database.tenant(
                            TenantID(),
                            retry: .serialization(attempts: 20),
                            isolation: .serializable
                        ) {
                            transaction in
                            let seats = try transaction.value("select seats from school.terms", as: Int.self)
                            attempts.append(seats)
                            // Both have read before either writes.
                            while attempts.events.count < 2 { usleep(1000) }
                            try transaction.execute("update school.terms set seats = \((seats ?? 0) + 1)::integer")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.platform(reason: "test").value("select seats from school.terms") == 2)
            #expect(attempts.events.count > 2)
        }
    }

    @Test("A table that changed under a prepared statement does not fail the next reader")
    func schemaChange() async throws {
        let test = try await TestDatabase.make([school])
        let database = test.database()
        try await database.tenant(tenant).execute(add("one"))
        struct Course: Decodable {
            let title: String
            let room: String?
        }
        let read: Query = "select * from school.courses"
        _ = try await database.tenant(tenant).all(read, as: Course.self)
        _ = try await database.tenant(tenant) { try $0.all(read, as: Course.self) }
        try await Maintenance(test.administrator).run("alter table school.courses add column room text default 'A1'")
        #expect(try await database.tenant(tenant).all(read, as: Course.self).first?.room == "A1")
        try await Maintenance(test.administrator).run("alter table school.courses drop column room")
        #expect(try await database.tenant(tenant) { try $0.all(read, as: Course.self) }.first?.room == nil)
        await database.shutdown()
        try await test.drop()
    }

    @Test("More statements than the cache holds are prepared and forgotten without harm")
    func statementCache() async throws {
        let test = try await TestDatabase.make([school])
        var configuration = test.configuration()
        configuration.connections = 1
        let database = Database(configuration, logger: .quiet)
        for number in 0..<600 {
            let query = Query(stringLiteral: "select \(number % 300) as number_\(number % 300)")
            #expect(try await database.tenant(tenant).value(query, as: Int.self) == number % 300)
        }
        let held = try await database.tenant(tenant).value("select count(*) from pg_prepared_statements", as: Int.self)
        #expect(try #require(held) <= 258)
        await database.shutdown()
        try await test.drop()
    }

    @Test("Rows are loaded in bulk across tenants; a table of tenants' rows refuses it for one tenant")
    func copy() async throws {
        try await withDatabase([school]) { database in
            let tenant = tenant
            let courses = (0..<5000).map { (id: CourseID(), title: $0 == 7 ? nil : "course \($0)") }
            let count = try await database.platform(reason: "test") { transaction in
                try transaction.copyIn(
                    into: "school.courses",
                    columns: ["tenant_id", "id", "title"],
                    courses.filter { $0.title != nil }
                ) { course, row in
                    row.append(tenant)
                    row.append(course.id)
                    row.append(course.title)
                }
            }
            #expect(count == 4999)
            #expect(try await titles(database).count == 4999)
            let refused = await #expect(throws: PostgresError.self) {
                try await database.platform(reason: "test") { transaction in
                    try transaction.copyIn(into: "school.courses", columns: ["tenant_id", "id", "title"], courses) {
                        course,
                        row in
                        row.append(tenant)
                        row.append(course.id)
                        row.append(course.title)
                    }
                }
            }
            #expect(refused?.code == .notNullViolation)
            await #expect(throws: PostgresError.self) {
                try await database.tenant(tenant) { transaction in
                    try transaction.copyIn(into: "school.courses", columns: ["id"], courses) { $1.append($0.id) }
                }
            }
            #expect(try await titles(database).count == 4999)
        }
    }

    @Test("Who listens hears what is committed, and nothing that is rolled back")
    func notifications() async throws {
        struct Refused: Error {}
        try await withDatabase([school]) { database in
            var heard = database.listen("courses.changed").makeAsyncIterator()
            // The first is empty: from here on nothing is missed.
            #expect(await heard.next() == "")
            _ = try? await database.tenant(tenant) { transaction in
                try transaction.notify("courses.changed", "rolled back")
                throw Refused()
            }
            try await database.tenant(tenant) { try $0.notify("courses.changed", "committed") }
            #expect(await heard.next() == "committed")
        }
    }

    @Test("A statement that runs too long is ended by the server")
    func statementTimeout() async throws {
        let test = try await TestDatabase.make()
        var configuration = test.configuration()
        configuration.statementTimeout = .milliseconds(50)
        let database = Database(configuration, logger: .quiet)
        let error = await #expect(throws: PostgresError.self) {
            try await database.tenant(tenant).execute("select pg_sleep(20)")
        }
        #expect(error?.code == .statementTimeout)
        await database.shutdown()
        try await test.drop()
    }
}
