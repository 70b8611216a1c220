import ArgumentParser
import AsyncHTTPClient
import Campus
import Files
import Logging
import Postgres

/// Work on the files that people have uploaded.
struct FilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "Look after uploaded files.",
        subcommands: [CheckFilesCommand.self, FileQuotaCommand.self]
    )

    /// The files as the program that runs on this data directory keeps them.
    static func library(_ launch: LaunchArguments, _ database: Database, _ settings: Settings) throws -> FileLibrary {
        var files = settings.files
        files.directory = files.directory ?? launch.dataDirectory + "/files"
        return try files.library(database, client: .shared, logger: Console.logger(settings, level: .warning))
    }
}
