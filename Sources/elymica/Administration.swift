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

    /// Opens the database for work on people and schools; makes one only for a command that begins an installation.
    static func open(
        _ launch: LaunchArguments,
        beginning: Bool = false,
        _ work: (AuthAdministration) async throws -> Void
    ) async throws {
        try await open(launch, beginning: beginning) { database, _ in
            try await work(AuthAdministration(database: database, hasher: try PasswordHasher()))
        }
    }

    /// Opens the database, starting the embedded server when it is not running, and closes it afterwards.
    static func open(
        _ launch: LaunchArguments,
        beginning: Bool = false,
        _ work: (Database, Settings) async throws -> Void
    ) async throws {
        let settings = try await Settings.load(file: launch.settings)
        let logger = Console.logger(settings, level: .warning)
        if settings.databaseURL == nil, !Storage.isMade(in: launch.dataDirectory) {
            guard beginning else { throw NoInstallation(directory: launch.dataDirectory) }
            Console.note("There was no installation in \(launch.dataDirectory): a new one is made there.")
        }
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

/// A command looked for an installation where there is none: it would work on an empty one.
struct NoInstallation: Error, CustomStringConvertible {
    let directory: String

    var description: String {
        "there is no installation in \(directory): name its --data-directory, or with --settings the file that has its "
            + "ELYMICA_DATABASE_URL"
    }
}
