import Glibc
package import Logging
import Synchronization

/// A private PostgreSQL server in a data directory: made on first use, started, watched and stopped with us.
///
/// It listens on a Unix socket only, in a directory nobody else can enter. When it dies it is started again; when our
/// process dies, however it dies, the kernel tells it to shut down.
package final class EmbeddedServer: Sendable {
    private let directory: String
    private let settings: [String: String]
    private let logger: Logger
    private let supervision = Mutex<Supervision?>(nil)

    /// `settings` overrides PostgreSQL's, for tests.
    package init(dataDirectory: String, settings: [String: String] = [:], logger: Logger) {
        directory = Files.canonical(dataDirectory)
        (self.settings, self.logger) = (settings, logger)
    }

    /// Where the server listens, for the migrator: the cluster's superuser. Known once started.
    package var administrator: ConnectionTarget {
        get throws { try target(user: Cluster.administrator) }
    }

    /// Where the server listens, for the application.
    package var application: ConnectionTarget {
        get throws { try target(user: DatabaseRole.app) }
    }

    /// The process id of the running server, for tests that kill it.
    package var processID: Int32? { supervision.withLock { $0 }?.process }

    private func target(user: String) throws -> ConnectionTarget {
        ConnectionTarget(socketDirectory: try socketDirectory, user: user, database: "elymica")
    }

    private var supervisedCluster: Cluster {
        get throws {
            guard let supervision = supervision.withLock({ $0 }) else {
                throw PostgresError(.unavailable, "the embedded server has not been started")
            }
            return supervision.cluster
        }
    }

    /// Returns when the server answers, having made the cluster if there was none. Errors are `EmbeddedServerError`.
    package func start() async throws {
        let (directory, settings, logger) = (directory, settings, logger)
        let started = try await OwnThread.run {
            let supervision = try Supervision.begin(directory, settings: settings, logger: logger)
            do {
                try supervision.waitUntilReady()
                try supervision.cluster.createDatabase()
            } catch {
                supervision.end()
                throw error
            }
            return supervision
        }
        supervision.withLock { $0 = started }
    }

    /// Shuts the server down cleanly and returns when it has ended.
    package func stop() async {
        let running = supervision.withLock { supervision in
            defer { supervision = nil }
            return supervision
        }
        guard let running else { return }
        _ = try? await OwnThread.run { running.end() }
    }
}

extension Cluster {
    /// Makes the database `elymica` in a new cluster.
    func createDatabase() throws {
        var settings = SessionSettings()
        settings.allowsPrivilegedRole = true
        let target = ConnectionTarget(socketDirectory: socketDirectory, user: Self.administrator, database: "postgres")
        let connection = try Connection.open(target, settings, roundTrips: Counter())
        let found = try connection.rows("select 1 from pg_catalog.pg_database where datname = 'elymica'", as: Int.self)
        if found.isEmpty { try connection.run(script: "create database elymica") }
    }
}

extension EmbeddedServer {
    /// The cluster's superuser, for commands that join a running server.
    package static var administratorName: String { Cluster.administrator }

    /// Where the running server's socket is.
    package var socketDirectory: String {
        get throws { try supervisedCluster.socketDirectory }
    }
}
