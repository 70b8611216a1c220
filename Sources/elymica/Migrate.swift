import ArgumentParser
import Campus
import Logging
import Postgres

/// Brings the database to what this version needs, or prints the SQL for a review.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Apply the migrations, or print them.")

    @OptionGroup var launch: LaunchArguments

    @Flag(name: .customLong("print"), help: "Print the SQL instead of applying it.")
    var printsOnly = false

    func run() async throws {
        if printsOnly { return print(Schemas.sql) }
        try await Console.run {
            let settings = try await Settings.load(file: launch.settings)
            let logger = Console.logger(settings, level: .warning)
            let storage = try await Storage.attach(
                url: settings.databaseURL,
                dataDirectory: launch.dataDirectory,
                logger: logger
            )
            do {
                let applied = try await storage.migrate(logger: logger)
                for name in applied { print("applied \(name)") }
                print(applied.isEmpty ? "Nothing to apply." : "Applied \(applied.count) migrations.")
                await storage.close()
            } catch {
                await storage.close()
                throw error
            }
        }
    }
}
