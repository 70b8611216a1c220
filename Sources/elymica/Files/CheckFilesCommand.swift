import ArgumentParser
import Files

/// Compares what is stored with what the database knows, now instead of within a day.
struct CheckFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare stored files with the database.",
        discussion: """
            Removes what was abandoned or belongs to nobody for a day, and names the files whose bytes are missing. \
            Fails when some are: restore them from a backup of the storage.
            """
    )

    @OptionGroup var launch: LaunchArguments

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { database, settings in
                let library = try FilesCommand.library(launch, database, settings)
                try await library.sweep()
                let report = try await library.compare()
                Console.say(
                    "\(report.objects) objects are whole; \(report.orphans) belonged to nobody and were removed."
                )
                guard report.missing.isEmpty else {
                    for key in report.missing { Console.say("missing: \(key)") }
                    throw Failure(message: "The bytes of \(report.missing.count) objects are missing.")
                }
            }
        }
    }
}
