package import Logging

/// Brings a database up to date: roles, schemas, migrations, grants.
///
/// Any number of processes may do so at once; one advisory lock lets them through one by one.
package struct Migrator: Sendable {
    private let target: ConnectionTarget
    private let logger: Logger

    /// `target` is a login that may create schemas in the database, and roles unless they are there.
    package init(_ target: ConnectionTarget, logger: Logger) {
        (self.target, self.logger) = (target, logger)
    }

    /// Runs what has not run yet, in the order of the schemas and of their numbers, and returns it.
    @discardableResult
    package func migrate(_ schemas: [SchemaMigrations]) async throws -> [MigrationName] {
        try Self.check(schemas)
        return try await OwnThread.run { [self] in
            let connection = try connect()
            try connection.run(script: "set lock_timeout = '60s'; select pg_advisory_lock(7310868733115981665)")
            try connection.run(script: "set lock_timeout = '2s'")
            return try apply(schemas, on: connection)
        }
    }

    /// What has not run yet; reads only.
    package func pending(_ schemas: [SchemaMigrations]) async throws -> [MigrationName] {
        try await OwnThread.run { [self] in
            let all = schemas.flatMap { schema in schema.migrations.map { (schema, $0) } }
            return try remaining(all, on: connect()).map { MigrationName($0, $1) }
        }
    }

    /// Everything that is wrong with the tenancy of the schemas, one sentence each; empty when nothing is.
    package func schemaViolations() async throws -> [String] {
        try await OwnThread.run { [self] in
            let connection = try connect()
            return try SchemaRules.all.flatMap { try connection.rows($0, as: String.self) }.sorted()
        }
    }

    /// All migrations as one script, for checking with other tools.
    package static func script(_ schemas: [SchemaMigrations]) -> String {
        schemas.flatMap { schema in
            schema.migrations.map { "-- \(MigrationName(schema, $0))\nset lock_timeout = '2s';\n\($0.sql)\n" }
        }.joined(separator: "\n")
    }

    private func connect() throws(PostgresError) -> Connection {
        var settings = SessionSettings()
        settings.applicationName = "elymica migrate"
        settings.statementTimeout = .seconds(900)
        settings.allowsPrivilegedRole = true
        return try Connection.open(target, settings, roundTrips: Counter())
    }

    private static func check(_ schemas: [SchemaMigrations]) throws(MigrationError) {
        let taken = [
            DatabaseRole.owner, DatabaseRole.app, DatabaseRole.platform, DatabaseRole.tenant, DatabaseRole.readers,
        ]
        var seen: Set<String> = []
        for schema in schemas {
            let isName = schema.schema.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "_") }
            guard isName, !schema.schema.isEmpty, !schema.schema.hasPrefix("pg_"), seen.insert(schema.schema).inserted,
                !taken.contains(DatabaseRole.service(schema.schema))
            else { throw .invalidName("schema \(schema.schema)") }
            let numbers = schema.migrations.map(\.number)
            guard Set(numbers).count == numbers.count else { throw .invalidName("schema \(schema.schema)") }
        }
    }

    private func apply(_ schemas: [SchemaMigrations], on connection: Connection) throws -> [MigrationName] {
        try Roles(services: schemas.filter { !$0.isShared }.map { DatabaseRole.service($0.schema) }).create(
            on: connection
        )
        try connection.run(script: PlatformSchema.create)
        try connection.transaction { () throws(PostgresError) in
            try connection.run(script: "set local role \(DatabaseRole.owner)")
            try connection.run(script: PlatformSchema.objects)
        }
        let all = schemas.flatMap { schema in schema.migrations.map { (schema, $0) } }
        var applied: [MigrationName] = []
        for (schema, migration) in try remaining(all, on: connection) {
            let name = MigrationName(schema, migration)
            do throws(PostgresError) {
                try retryingLocks { () throws(PostgresError) in try run(migration, of: schema, on: connection) }
            } catch {
                throw MigrationError.failed(name, error)
            }
            logger.info("migrated", metadata: ["migration": "\(name)"])
            applied.append(name)
        }
        return applied
    }

    /// A migration that waits for a lock holds up everybody behind it, so it gives up early and comes back.
    private func retryingLocks(_ body: () throws(PostgresError) -> Void) throws(PostgresError) {
        for _ in 1...4 {
            do throws(PostgresError) {
                return try body()
            } catch {
                guard error.code == .lockTimeout else { throw error }
                logger.warning("a migration waits for a lock and tries again")
            }
        }
        try body()
    }

    private func run(
        _ migration: Migration,
        of schema: SchemaMigrations,
        on connection: Connection
    ) throws(PostgresError) {
        try connection.transaction { () throws(PostgresError) in
            let role = schema.isShared ? DatabaseRole.tenant : DatabaseRole.service(schema.schema)
            try connection.run(
                script: "create schema if not exists \(schema.schema) authorization \(DatabaseRole.owner)"
            )
            for name in schema.extensions {
                try connection.run(script: "create extension if not exists \(Query.quoted(name)) schema public")
            }
            try connection.run(script: "set local role \(DatabaseRole.owner); set local search_path = \(schema.schema)")
            try connection.run(script: migration.sql)
            try connection.run(script: "set local role \(DatabaseRole.owner); set local search_path = pg_catalog")
            _ = try connection.exchange(["select platform.grant_access(\(schema.schema), \(role))"])
            _ = try connection.exchange([
                """
                insert into platform.migrations (schema, number, name, checksum)
                values (\(schema.schema), \(migration.number)::integer, \(migration.name),
                    encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex'))
                """
            ])
        }
    }

    /// Those that are not recorded; throws when one that is has another text now. PostgreSQL does the sums.
    private func remaining(
        _ all: [(SchemaMigrations, Migration)],
        on connection: Connection
    ) throws -> [(SchemaMigrations, Migration)] {
        struct Record: Decodable {
            let index: Int
            let isUnchanged: Bool
        }
        let exists = try connection.rows("select to_regclass('platform.migrations') is not null", as: Bool.self)
        guard exists.first == true else { return all }
        let records = try connection.rows(
            """
            select given.index, recorded.checksum = encode(sha256(convert_to(given.sql, 'UTF8')), 'hex') as is_unchanged
            from unnest(\(all.map(\.0.schema)), \(all.map(\.1.number)), \(all.map(\.1.sql)))
                with ordinality as given (schema, number, sql, index)
            join platform.migrations recorded using (schema, number)
            """,
            as: Record.self
        )
        for record in records where !record.isUnchanged {
            let (schema, migration) = all[record.index - 1]
            throw MigrationError.changed(MigrationName(schema, migration))
        }
        let done = Set(records.map { $0.index - 1 })
        return all.indices.filter { !done.contains($0) }.map { all[$0] }
    }
}

extension MigrationName {
    fileprivate init(_ schema: SchemaMigrations, _ migration: Migration) {
        self.init(schema: schema.schema, number: migration.number, name: migration.name)
    }
}
