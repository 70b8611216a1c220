import Postgres
import TestKit
import Testing
import Values

@Suite("Migrations", .timeLimit(.minutes(15)))
struct MigrationTests {
    private func withEmptyDatabase(_ body: (ConnectionTarget, Migrator) async throws -> Void) async throws {
        let test = try await TestDatabase.make()
        try await body(test.administrator, Migrator(test.administrator, logger: .quiet))
        try await test.drop()
    }

    private func schema(_ sql: [String], name: String = "school") -> SchemaMigrations {
        SchemaMigrations(
            schema: name,
            migrations: sql.enumerated().map { Migration($0.offset + 1, "step \($0.offset + 1)", $0.element) }
        )
    }

    @Test("What has run is not run again, what is new is")
    func incremental() async throws {
        try await withEmptyDatabase { (_, migrator) async throws in
            let first = schema(["create table a (id uuid primary key)"])
            let both = schema(["create table a (id uuid primary key)", "create table b (id uuid primary key)"])
            #expect(try await migrator.pending([first]).map(\.number) == [1])
            #expect(try await migrator.migrate([first]).map(\.number) == [1])
            #expect(try await migrator.migrate([first]).isEmpty)
            #expect(try await migrator.pending([both]).map(\.description) == ["school 2 step 2"])
            #expect(try await migrator.migrate([both]).map(\.number) == [2])
            #expect(try await migrator.pending([both]).isEmpty)
        }
    }

    @Test("A migration that failed leaves nothing behind and names itself")
    func failure() async throws {
        try await withEmptyDatabase { (_, migrator) async throws in
            let broken = schema(["create table a (id uuid primary key); create table a (id uuid)"])
            let error = await #expect(throws: MigrationError.self) { try await migrator.migrate([broken]) }
            #expect(error?.description.contains("school 1 step 1") == true)
            #expect(try await migrator.migrate([schema(["create table a (id uuid primary key)"])]).count == 1)
        }
    }

    @Test("A migration changed after it had run is refused")
    func checksum() async throws {
        try await withEmptyDatabase { (_, migrator) async throws in
            try await migrator.migrate([schema(["create table a (id uuid primary key)"])])
            let changed = schema(["create table a (id bigint primary key)"])
            let error = await #expect(throws: MigrationError.self) { try await migrator.migrate([changed]) }
            #expect(error?.description.contains("school 1 step 1 was changed") == true)
            await #expect(throws: MigrationError.self) { try await migrator.pending([changed]) }
        }
    }

    @Test("Several processes migrate at once and each step runs once")
    func concurrency() async throws {
        try await withEmptyDatabase { target, _ in
            let steps = schema((1...5).map { "create table t\($0) (id uuid primary key)" })
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...4 {
                    group.addTask { try await Migrator(target, logger: .quiet).migrate([steps]).count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 0, 5])
        }
    }

    @Test(
        "Names that are the platform's own, or no names, are refused",
        arguments: ["platform", "app", "School", "a;b", ""]
    )
    func names(name: String) async throws {
        try await withEmptyDatabase { (_, migrator) async throws in
            await #expect(throws: MigrationError.self) { try await migrator.migrate([schema([], name: name)]) }
        }
    }

    @Test("A service's role sees its own schema and what others publish, and no more")
    func serviceRoles() async throws {
        let shop = schema(["create table orders (tenant_id uuid, id uuid, primary key (tenant_id, id));"], name: "shop")
        let test = try await TestDatabase.make([school, shop])
        let tenant = TenantID()
        let app = test.database()
        try await app.tenant(tenant).execute(
            "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), 'Rain')"
        )
        try await app.tenant(TenantID()) { transaction in
            let other = transaction.tenant
            try transaction.execute(
                "insert into school.courses (tenant_id, id, title) values (\(other), \(CourseID()), 'Sun')"
            )
        }
        let service = test.database(role: DatabaseRole.service("shop"))
        let door = service.tenant(tenant)
        #expect(try await door.all("select title from school.public_courses", as: String.self) == ["Rain"])
        #expect(try await door.execute("insert into shop.orders values (\(tenant), \(CourseID()))") == 1)
        for query: Query in [
            "select seats from school.courses", "delete from school.courses",
            "insert into school.terms values ('x', 1)",
            "truncate shop.orders", "create table shop.mine (id uuid)",
        ] {
            let error = await #expect(throws: PostgresError.self) { try await door.execute(query) }
            #expect(error?.code == .insufficientPrivilege)
        }
        await app.shutdown()
        await service.shutdown()
        try await test.drop()
    }

    @Test("The schema the platform makes breaks none of its rules")
    func noViolations() async throws {
        try await withEmptyDatabase { (_, migrator) async throws in
            try await migrator.migrate([school])
            #expect(try await migrator.schemaViolations() == [])
        }
    }

    @Test(
        "Each breach of tenancy is found",
        arguments: [
            (
                "create table school.t (tenant_id uuid not null, id uuid, primary key (tenant_id, id))",
                "not enabled and forced"
            ),
            ("alter table school.courses no force row level security", "not enabled and forced"),
            ("drop policy tenant_floor on school.courses", "restrictive policy for everybody is missing"),
            ("drop policy tenant_rows on school.courses", "policy for elymica_tenant is missing"),
            ("alter policy tenant_floor on school.courses using (true)", "restrictive policy for everybody is missing"),
            ("create policy more on school.courses to elymica_tenant using (true)", "more lets in more"),
            ("alter table school.courses add unique (title)", "does not begin with tenant_id"),
            ("alter table school.lessons drop constraint lessons_pkey", "no primary key"),
            ("create unique index on school.courses (id)", "does not begin with tenant_id"),
            (
                """
                create unique index one on school.courses (id);
                alter table school.lessons add foreign key (course_id) references school.courses (id)
                """, "does not carry tenant_id"
            ),
            ("create view school.v as select * from school.courses", "not security_invoker"),
            ("create materialized view school.m as select * from school.courses", "materialized"),
            ("create function school.f() returns int language sql security definer as 'select 1'", "security definer"),
            ("alter table school.terms owner to elymica_app", "elymica_app owns table school.terms"),
            ("grant truncate on school.courses to elymica_app", "TRUNCATE is granted to elymica_app"),
            ("grant select on school.courses to public", "SELECT is granted to everybody"),
            ("create function school.g() returns int language sql as 'select 1'", "execute is granted to everybody"),
            ("alter table school.terms add tenant_id text", "must be uuid and not null"),
        ]
    )
    func violations(defect: String, sentence: String) async throws {
        try await withEmptyDatabase { target, migrator in
            try await migrator.migrate([school])
            try await Maintenance(target).run(defect)
            let violations = try await migrator.schemaViolations()
            #expect(violations.contains { $0.contains(sentence) }, "\(violations)")
        }
    }
}
