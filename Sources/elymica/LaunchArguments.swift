import ArgumentParser
import AuthService
import Campus
import Endpoints
import Foundation
import Logging
import Postgres
import Telemetry
import Values

/// What all commands that start something take.
struct LaunchArguments: ParsableArguments {
    @Option(name: .long, help: "Where the database and files are kept.")
    var dataDirectory = "data"

    @Option(name: .long, help: "A number added to every port.")
    var portOffset = 0

    @Option(name: .long, help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(name: .long, help: "A file of NAME=value settings; the environment wins over it.")
    var settings: String?

    var options: LaunchOptions {
        var options = LaunchOptions()
        options.dataDirectory = dataDirectory
        options.portOffset = portOffset
        options.host = host
        return options
    }
}

/// How commands talk: results and progress on standard output, one clear line on standard error when something fails.
enum Console {
    /// The program's logger: one JSON object a line.
    static func logger(_ settings: Settings, level: Logger.Level? = nil) -> Logger {
        let output = LogOutput()
        let level = level ?? Logger.Level(rawValue: settings.logLevel) ?? .info
        return Logger(label: "elymica") { JSONLogHandler(label: $0, output: output, level: level) }
    }

    /// Prints a line at once, also when the output is a pipe.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// Runs a command; an error becomes one line that says what to do, and exit status 1.
    static func run(_ command: () async throws -> Void) async throws {
        do {
            try await command()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            throw Failure(message: message(of: error))
        }
    }

    /// A word to the operator that is no result: on standard error, so that a result can be taken from a pipe.
    static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// What services refuse is told as their clients are told; a database that cannot be reached, in libpq's words.
    static func message(of error: any Error) -> String {
        let text =
            switch error {
            case is Problem, is any ProblemConvertible, is InvalidValue: Problem(describing: error).described
            case let error as PostgresError: "\(error)" + (error.refusal.map { ": " + $0 } ?? "")
            default: String(describing: error)
            }
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// An error as the argument parser prints it: `Error: …`, exit status 1.
struct Failure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}
