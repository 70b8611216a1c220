import Campus
import Postgres
import TestKit
import Testing

/// The rules of tenancy and ownership, read from the catalog of a database with every schema of the program.
@Suite("The catalog", .timeLimit(.minutes(15)))
struct CatalogTests {
    @Test("The schemas of the whole program break no rule of tenancy")
    func sound() async throws {
        let test = try await TestDatabase.make(Schemas.all)
        #expect(try await Migrator(test.administrator, logger: .quiet).schemaViolations() == [])
        try await test.drop()
    }

    /// The rules are about tables with a `tenant_id`: one that forgot the column would break none of them.
    @Test("Only what belongs to no school has no tenant")
    func tenantless() async throws {
        let tables: [String] = try await withDatabase(Schemas.all) { database in
            try await database.platform(reason: "a test reads the catalog").all(
                """
                select tables.oid::regclass::text
                from pg_class tables
                join pg_namespace schemas on schemas.oid = relnamespace
                where relkind in ('r', 'p') and nspname !~ '^(pg_|information_schema$)' and not exists (
                    select from pg_attribute where attrelid = tables.oid and attname = 'tenant_id' and not attisdropped)
                order by 1
                """
            )
        }
        #expect(
            tables == [
                "auth.setup_tokens", "auth.signing_keys", "auth.tenants", "events.schedules", "events.subscriptions",
                "platform.migrations", "sms.daily_counts", "sms.early_reports",
            ]
        )
    }

    @Test(
        "Each breach on a table of ours is reported",
        arguments: [
            (
                "drop policy tenant_floor on lms.courses",
                "lms.courses: the restrictive policy for everybody is missing or weak"
            ),
            (
                "drop policy tenant_rows on enrollment.enrollments",
                "enrollment.enrollments: the policy for elymica_tenant is missing or weak"
            ),
            (
                "alter table certificate.certificates no force row level security",
                "certificate.certificates: row level security is not enabled and forced"
            ),
            (
                "create view lms.all_courses as select * from lms.courses",
                "lms.all_courses: the view is not security_invoker"
            ),
            (
                "create unique index courses_title on lms.courses (title)",
                "lms.courses: the key lms.courses_title does not begin with tenant_id"
            ),
            (
                """
                create unique index module_ids on content.modules (id);
                alter table content.lessons
                    add constraint lessons_loose foreign key (module_id) references content.modules (id)
                """,
                "content.lessons: the foreign key lessons_loose does not carry tenant_id"
            ),
            (
                "alter table notification.notifications owner to elymica_app",
                "elymica_app owns table notification.notifications"
            ),
        ]
    )
    func reported(breach: String, sentence: String) async throws {
        let test = try await TestDatabase.make(Schemas.all)
        try await Maintenance(test.administrator).run(breach)
        #expect(try await Migrator(test.administrator, logger: .quiet).schemaViolations().contains(sentence))
        try await test.drop()
    }
}
