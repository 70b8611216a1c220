import Campus
import Postgres
import TestKit
import Testing

/// What each service's role may do, read from the catalog: its own schema, what others publish, and nothing else.
@Suite("Privileges of the services", .timeLimit(.minutes(15)))
struct PrivilegeTests {
    private static let services = Schemas.all.filter { !$0.isShared }.map(\.schema)
    /// Tables that the platform keeps for every service.
    private static let shared = Schemas.all.filter(\.isShared).map(\.schema) + ["platform"]

    @Test("A service's role writes no table of another service and reads only what that one publishes")
    func own() async throws {
        #expect(try await excess() == [])
    }

    @Test(
        "A privilege too many is reported",
        arguments: [
            ("grant update (title) on lms.courses to elymica_content", "elymica_content may UPDATE lms.courses"),
            ("grant delete on auth.users to elymica_readers", "elymica_lms may DELETE auth.users"),
            (
                "grant select (password_hash) on auth.users to elymica_tenant",
                "elymica_lms may read auth.users.password_hash"
            ),
        ]
    )
    func reported(grant: String, sentence: String) async throws {
        #expect(try await excess(after: grant).contains(sentence))
    }

    /// Every privilege that goes beyond the rule, in a database where that script has run.
    private func excess(after script: String? = nil) async throws -> [String] {
        let test = try await TestDatabase.make(Schemas.all)
        if let script { try await Maintenance(test.administrator).run(script) }
        let database = test.database()
        let door = database.platform(reason: "a test reads the catalog")
        let excess: [String] = try await door.all(Self.writes) + door.all(Self.reads)
        await database.shutdown()
        try await test.drop()
        return excess
    }

    private static var writes: Query {
        """
        select format('elymica_%s may %s %s', service, privilege, tables.oid::regclass)
        from unnest(\(services)) as service
        cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as privilege
        cross join pg_class tables
        join pg_namespace schemas on schemas.oid = relnamespace
        where relkind in ('r', 'p', 'v', 'm') and nspname !~ '^(pg_|information_schema$)'
            and nspname <> service and nspname <> all (\(shared)) and case
                when privilege in ('INSERT', 'UPDATE')
                then has_any_column_privilege('elymica_' || service, tables.oid, privilege)
                else has_table_privilege('elymica_' || service, tables.oid, privilege)
            end
        """
    }

    /// A column is published when a `public_` view needs it.
    private static var reads: Query {
        """
        select format('elymica_%s may read %s.%s', service, tables.oid::regclass, attname)
        from unnest(\(services)) as service
        cross join pg_class tables
        join pg_namespace schemas on schemas.oid = relnamespace
        join pg_attribute columns on attrelid = tables.oid and attnum > 0 and not attisdropped
        where relkind in ('r', 'p', 'v', 'm') and nspname !~ '^(pg_|information_schema$)'
            and nspname <> service and nspname <> all (\(shared)) and relname not like 'public\\_%'
            and has_column_privilege('elymica_' || service, tables.oid, attnum, 'SELECT')
            and not exists (
                select from pg_depend
                join pg_rewrite on classid = 'pg_rewrite'::regclass and objid = pg_rewrite.oid
                join pg_class views on views.oid = ev_class
                where refclassid = 'pg_class'::regclass and refobjid = tables.oid and refobjsubid = attnum
                    and views.relname like 'public\\_%')
        """
    }
}
