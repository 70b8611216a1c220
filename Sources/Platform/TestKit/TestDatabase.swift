package import Logging
package import Postgres

/// A database of a test's own, cloned from one in which the migrations have run already.
package struct TestDatabase: Sendable {
    /// The cluster's superuser, connected to this database.
    package let administrator: ConnectionTarget
    private let name: String
    private let cluster: ConnectionTarget

    /// Makes a database with these schemas.
    package static func make(_ schemas: [SchemaMigrations] = []) async throws -> TestDatabase {
        let template = try await TestCluster.shared.template(schemas)
        let cluster = try await TestCluster.shared.administrator()
        let name = "test_\(UInt64.random(in: .min ... .max))"
        try await Maintenance(cluster).run("create database \(name) template \(template)")
        return TestDatabase(administrator: cluster.database(name), name: name, cluster: cluster)
    }

    /// How to connect to it as `role`.
    package func configuration(role: String? = DatabaseRole.app) -> DatabaseConfiguration {
        var configuration = DatabaseConfiguration(administrator)
        configuration.role = role
        configuration.applicationName = "test"
        configuration.connections = 4
        // Tests share two cores with each other: what they check is never how fast a connection is found.
        configuration.waitLimit = .seconds(10)
        return configuration
    }

    /// A pool of connections to it; the caller shuts it down.
    package func database(role: String? = DatabaseRole.app, logger: Logger = .quiet) -> Database {
        Database(configuration(role: role), logger: logger)
    }

    /// Removes it, and whoever is still connected.
    package func drop() async throws {
        try await Maintenance(cluster).run("drop database if exists \(name) with (force)")
    }
}

/// Runs `body` with a database that has these schemas, and removes it afterwards.
///
/// The service under test runs under its own role: `role: DatabaseRole.service("enrollment")`.
package func withDatabase<R>(
    _ schemas: [SchemaMigrations] = [],
    role: String? = DatabaseRole.app,
    _ body: (Database) async throws -> R
) async throws -> R {
    let test = try await TestDatabase.make(schemas)
    let database = test.database(role: role)
    let result: Result<R, any Error>
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.shutdown()
    try await test.drop()
    return try result.get()
}
