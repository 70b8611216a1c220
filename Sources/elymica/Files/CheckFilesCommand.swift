import ArgumentParser
import Files

/// Compares what is stored with what the database knows, now instead of within a day.
struct CheckFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare stored files with the database.",
        discussion: """
            Counts what no file of the database knows, and names the files whose bytes are missing. Fails when some \
            are: restore them from a backup of the storage. With --remove, what was abandoned goes, and what nobody \
            has known for a day since this database first saw it; the program does that every day by itself.
            """
    )

    @OptionGroup var launch: LaunchArguments

    @Flag(help: "Remove what was abandoned, and what belongs to nobody for a day.")
    var remove = false

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { database, settings in
                let library = try FilesCommand.library(launch, database, settings)
                if remove { try await library.sweep() }
                let report = try await library.compare(removing: remove)
                Console.say("\(report.objects) objects are whole; \(report.strays) belong to nobody.")
                if remove { Console.say("\(report.orphans) that belonged to nobody for a day were removed.") }
                guard report.missing.isEmpty else {
                    for key in report.missing { Console.say("missing: \(key)") }
                    throw Failure(message: "The bytes of \(report.missing.count) objects are missing.")
                }
            }
        }
    }
}
