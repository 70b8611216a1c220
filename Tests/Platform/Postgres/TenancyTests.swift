import Postgres
import TestKit
import Testing
import Values

@Suite("Tenancy", .timeLimit(.minutes(15)))
struct TenancyTests {
    @Test("A tenant sees and changes its own rows only")
    func isolation() async throws {
        try await withDatabase([school]) { database in
            let (sunrise, lagoon, course) = (TenantID(), TenantID(), CourseID())
            try await database.tenant(sunrise).execute(
                "insert into school.courses (tenant_id, id, title) values (\(sunrise), \(course), 'Rain')"
            )
            let other = database.tenant(lagoon)
            #expect(try await other.value("select count(*) from school.courses", as: Int.self) == 0)
            #expect(try await other.execute("update school.courses set title = 'Sun' where id = \(course)") == 0)
            #expect(try await other.execute("delete from school.courses") == 0)
            #expect(
                try await database.tenant(sunrise).all("select title from school.courses", as: String.self) == ["Rain"]
            )
        }
    }

    @Test("A row cannot be written for another tenant, nor point to another tenant's")
    func foreignRows() async throws {
        try await withDatabase([school]) { database in
            let (sunrise, lagoon, course) = (TenantID(), TenantID(), CourseID())
            try await database.tenant(sunrise).execute(
                "insert into school.courses (tenant_id, id, title) values (\(sunrise), \(course), 'Rain')"
            )
            let smuggled = await #expect(throws: PostgresError.self) {
                try await database.tenant(lagoon).execute(
                    "insert into school.courses (tenant_id, id, title) values (\(sunrise), \(CourseID()), 'Sun')"
                )
            }
            #expect(smuggled?.code == .insufficientPrivilege)
            let crossed = await #expect(throws: PostgresError.self) {
                try await database.tenant(lagoon).execute(
                    "insert into school.lessons (tenant_id, id, course_id) values (\(lagoon), \(LessonID()), \(course))"
                )
            }
            #expect(crossed?.code == .foreignKeyViolation)
        }
    }

    @Test("The platform sees every tenant, for one transaction, and the next tenant sees its own again")
    func platform() async throws {
        let test = try await TestDatabase.make([school])
        var configuration = test.configuration()
        configuration.connections = 1
        let database = Database(configuration, logger: .quiet)
        let tenants = [TenantID(), TenantID()]
        for tenant in tenants {
            try await database.tenant(tenant).execute(
                "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), 'Rain')"
            )
        }
        let count: Query = "select count(*) from school.courses"
        for _ in 1...7 {
            #expect(try await database.platform(reason: "test").value(count) == 2)
            #expect(try await database.tenant(tenants[0]).value(count) == 1)
            #expect(try await database.platform(reason: "test") { try $0.value(count, as: Int.self) } == 2)
            #expect(try await database.tenant(tenants[1]) { try $0.value(count, as: Int.self) } == 1)
        }
        #expect(database.statistics.platformJobs == 14)
        await database.shutdown()
        try await test.drop()
    }

    @Test("A session without a tenant sees nothing, and one after a tenant is refused")
    func noTenant() async throws {
        let test = try await TestDatabase.make([school])
        let tenant = TenantID()
        let database = test.database()
        try await database.tenant(tenant).execute(
            "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), 'Rain')"
        )
        let check = """
            set role elymica_app;
            do $$ begin assert (select count(*) from school.courses) = 0; end $$;
            """
        try await Maintenance(test.administrator).run(check)
        await database.shutdown()
        try await test.drop()
    }

    @Test(
        "A pool refuses to work as a superuser or as a role past row level security",
        arguments: [nil, DatabaseRole.platform]
    )
    func privilegedRole(role: String?) async throws {
        let test = try await TestDatabase.make([school])
        let database = test.database(role: role)
        let error = await #expect(throws: PostgresError.self) {
            try await database.tenant(TenantID()).execute("select 1")
        }
        #expect(error?.code == .configuration)
        await database.shutdown()
        try await test.drop()
    }
}
