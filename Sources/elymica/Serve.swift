import ArgumentParser
import Campus
import Endpoints

/// Runs some of the services; the others are found by ELYMICA_<NAME>_URL, or on this host at their usual ports.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run some of the services in this process.",
        discussion: """
            The database is the one ELYMICA_DATABASE_URL names. Services that run elsewhere are found by \
            ELYMICA_<NAME>_URL (ELYMICA_LMS_URL=http://10.0.0.7:8027), or on this host at their usual ports.
            """
    )

    @OptionGroup var launch: LaunchArguments

    @Argument(help: "The services to run: \(ServiceList.installed.map(\.name).joined(separator: ", ")).")
    var services: [String]

    func run() async throws {
        try await Console.run {
            let settings = try await Settings.load(file: launch.settings)
            guard settings.databaseURL != nil else {
                throw InvalidSetting(
                    name: "ELYMICA_DATABASE_URL",
                    reason: "is needed by `serve`, because processes share one database; `elymica up` brings its own"
                )
            }
            var options = launch.options
            options.services = services
            try await Launch(options, settings, logger: Console.logger(settings), say: Console.say).run()
        }
    }
}
