import AuthService
import Campus
import Logging
import Postgres

/// Commands that work on the database directly, whether or not the program runs.
enum Administration {
    /// What links begin with.
    static func publicURL(_ launch: LaunchArguments) async throws -> String {
        let address =
            try await Settings.load(file: launch.settings).publicURL ?? "http://localhost:\(8000 + launch.portOffset)"
        return address.last == "/" ? String(address.dropLast()) : address
    }

    /// Opens the database for work on people and schools.
    static func open(
        _ launch: LaunchArguments,
        _ work: (AuthAdministration) async throws -> Void
    ) async throws {
        try await open(launch) { database, _ in
            try await work(AuthAdministration(database: database, hasher: try PasswordHasher()))
        }
    }

    /// Opens the database, starting the embedded server when it is not running, and closes it afterwards.
    static func open(
        _ launch: LaunchArguments,
        _ work: (Database, Settings) async throws -> Void
    ) async throws {
        let settings = try await Settings.load(file: launch.settings)
        let logger = Console.logger(settings, level: .warning)
        let storage = try await Storage.attach(
            url: settings.databaseURL,
            dataDirectory: launch.dataDirectory,
            logger: logger
        )
        try await storage.migrate(logger: logger)
        let database = Database(DatabaseConfiguration(storage.application), logger: logger)
        do {
            try await work(database, settings)
            await database.shutdown()
            await storage.close()
        } catch {
            await database.shutdown()
            await storage.close()
            throw error
        }
    }
}
