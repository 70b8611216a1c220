import Glibc
package import Logging
package import Postgres
import Processes

/// One throwaway PostgreSQL server for all the tests of a process; it goes when the process goes.
///
/// Nothing in it is worth keeping, so it does not wait for the disk.
package actor TestCluster {
    package static let shared = TestCluster()

    private let directory = "/tmp/elymica-test-\(getpid())-\(UInt32.random(in: .min ... .max))"
    private var server: Task<EmbeddedServer, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    private var lastTemplate: Task<String, any Error>?

    /// The server's superuser, connected to its own database.
    package func administrator() async throws -> ConnectionTarget {
        let server = server ?? Task { try await start() }
        self.server = server
        return try await server.value.administrator.database("postgres")
    }

    /// The name of a database in which the migrations have run; the same migrations give the same one.
    func template(_ schemas: [SchemaMigrations]) async throws -> String {
        let key = schemas.map { "\($0.schema) \($0.isShared) \($0.extensions)" }.joined() + Migrator.script(schemas)
        let administrator = try await administrator()
        if let task = templates[key] { return try await task.value }
        let (name, previous) = ("template_\(templates.count)", lastTemplate)
        let task = Task {
            // One after the other: they make the same roles.
            _ = await previous?.result
            try await Maintenance(administrator).run("create database \(name)")
            try await Migrator(administrator.database(name), logger: .quiet).migrate(schemas)
            return name
        }
        templates[key] = task
        lastTemplate = task
        return try await task.value
    }

    private func start() async throws -> EmbeddedServer {
        removeWhenOver()
        let settings = [
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300",
            "logging_collector": "off", "shared_buffers": "128MB",
        ]
        let server = EmbeddedServer(dataDirectory: directory, settings: settings, logger: .quiet)
        try await server.start()
        return server
    }

    /// Leaves a shell behind that waits for the end of this process and its server, however it comes.
    private func removeWhenOver() {
        let script = """
            while [ -d /proc/\(getpid()) ] || [ -e \(directory)/cluster/postmaster.pid ]; do sleep 0.3; done
            rm -rf \(directory)
            """
        try? Program(["/bin/sh", "-c", script], environment: Program.environment).startDetached()
    }
}

extension Logger {
    /// Says nothing: tests assert, they do not narrate.
    package static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
