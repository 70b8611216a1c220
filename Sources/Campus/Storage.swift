import AuthService
import Foundation
package import Logging
package import Postgres

/// The database the program stands on: its own server in the data directory, or the one it was told of.
package struct Storage: Sendable {
    /// How the application connects.
    package let application: ConnectionTarget
    /// How the migrator connects.
    package let administrator: ConnectionTarget
    /// The server we run ourselves.
    private let embedded: EmbeddedServer?

    /// Opens it: starts the embedded server when no URL is set.
    package static func open(url: String?, dataDirectory: String, logger: Logger) async throws -> Storage {
        if let url {
            let target = try ConnectionTarget(url: url)
            return Storage(application: target, administrator: target, embedded: nil)
        }
        let server = EmbeddedServer(dataDirectory: dataDirectory, logger: logger)
        try await server.start()
        let storage = Storage(
            application: try server.application,
            administrator: try server.administrator,
            embedded: server
        )
        try (try server.socketDirectory + "\n").write(
            toFile: socketFile(dataDirectory),
            atomically: true,
            encoding: .utf8
        )
        return storage
    }

    /// Whether a server of our own has been made in a data directory. One that cannot be looked into is refused when it
    /// is opened.
    package static func isMade(in dataDirectory: String) -> Bool {
        let files = FileManager.default
        return files.fileExists(atPath: dataDirectory + "/cluster/PG_VERSION")
            || files.fileExists(atPath: dataDirectory) && !files.isReadableFile(atPath: dataDirectory)
    }

    /// Opens it for a command: a program that runs on the data directory is joined instead of started again.
    package static func attach(url: String?, dataDirectory: String, logger: Logger) async throws -> Storage {
        do {
            return try await open(url: url, dataDirectory: dataDirectory, logger: logger)
        } catch EmbeddedServerError.inUse {
            let socket = try String(contentsOfFile: socketFile(dataDirectory), encoding: .utf8).filter { !$0.isNewline }
            func target(_ user: String) -> ConnectionTarget {
                ConnectionTarget(socketDirectory: socket, user: user, database: "elymica")
            }
            return Storage(
                application: target(DatabaseRole.app),
                administrator: target(EmbeddedServer.administratorName),
                embedded: nil
            )
        }
    }

    /// Says where the running server listens: for commands that join it, and for `psql`.
    private static func socketFile(_ dataDirectory: String) -> String { dataDirectory + "/postgres.socket" }

    /// Brings every schema to what this version needs; the names of the migrations that were applied.
    @discardableResult
    package func migrate(logger: Logger) async throws -> [String] {
        try await Migrator(administrator, logger: logger).migrate(Schemas.all).map { "\($0)" }
    }

    /// Makes the audit log's months and drops the oldest, now and every six hours until cancelled.
    func keepAuditLog(logger: Logger) async {
        let months = AuditLogMonths(administrator: administrator)
        repeat {
            do {
                try await months.keep()
            } catch {
                // The default partition takes what has no month.
                logger.warning("the audit log's months are not kept", metadata: ["error": "\(error)"])
            }
        } while (try? await Task.sleep(for: .seconds(6 * 3600))) != nil
    }

    /// Stops the server we run ourselves.
    package func close() async { await embedded?.stop() }
}
