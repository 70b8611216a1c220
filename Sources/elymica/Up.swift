import ArgumentParser
import Campus

/// Runs every service in one process, with a database of its own when none is configured.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run every service on this machine.")

    @OptionGroup var launch: LaunchArguments

    @Flag(help: "Open two demo schools with a known password; listens on 127.0.0.1 only.")
    var demo = false

    @Flag(help: "Listen on the gateway's port only, not on each service's own.")
    var singlePort = false

    func run() async throws {
        try await Console.run {
            let settings = try await Settings.load(file: launch.settings)
            var options = launch.options
            options.demo = demo
            options.singlePort = singlePort
            try await Launch(options, settings, logger: Console.logger(settings), say: Console.say).run()
        }
    }
}
