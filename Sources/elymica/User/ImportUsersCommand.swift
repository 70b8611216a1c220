import Access
import ArgumentParser
import AuthAPI
import AuthService
import Endpoints
import Foundation
import Values

/// Adds everybody in a CSV file to a school.
struct ImportUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add everybody in a CSV file to a school.",
        discussion: """
            The first row names the columns: email, and as you like username, password, role, name, phone_number and \
            locale; other columns are ignored. Roles of both platforms are known: enduser and user are students, a \
            supervisor is a teacher. A password may also be a bcrypt hash of an older system; without one, nobody \
            signs in to the account until a password is set (elymica user reset-password prints a link). Whoever has \
            an account is left as they are, so the same file can be imported again; --update makes them what the file \
            says.
            """
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The CSV file, at most 64 MB.")
    var file: String
    @Option(help: "The school's code.")
    var school: String
    @Flag(help: "Say what would happen, and change nothing.")
    var dryRun = false
    @Flag(help: "Change those who have an account already to what the file says.")
    var update = false

    func run() async throws {
        try await Console.run {
            let rows = try Self.rows(of: file)
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                var importing = UserImport(administration, to: tenant, updates: update, isRehearsal: dryRun)
                var counts: [ImportedUser.Outcome: Int] = [:]
                // Each row is told as soon as it is done: a password takes a while to hash.
                for (index, row) in rows.enumerated() {
                    let imported = await importing.take(row)
                    counts[imported.outcome, default: 0] += 1
                    let reason = imported.reason.map { ": " + $0 } ?? ""
                    let name = row.email.isEmpty ? "-" : row.email
                    Console.say(
                        "\(index + 1)/\(rows.count)\tline \(row.line)\t\(name)\t\(imported.outcome.rawValue)\(reason)"
                    )
                }
                let summary = ImportedUser.Outcome.allCases.map { "\(counts[$0, default: 0]) \($0.rawValue)" }
                let tense = dryRun ? "Nothing was changed. It would be: " : "Done: "
                Console.say(tense + summary.joined(separator: ", ") + ".")
                if counts[.refused, default: 0] > 0 { throw ExitCode(2) }
            }
        }
    }

    private static func rows(of file: String) throws -> [UserRow] {
        do {
            return try UserFile(csv: try read(file)).rows
        } catch let problem as Problem where !problem.fields.isEmpty {
            throw Failure(message: "\(file) \(problem.fields.map(\.message).joined(separator: "; ")).")
        }
    }

    private static func read(_ file: String) throws -> String {
        let url = URL(fileURLWithPath: file)
        guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw Failure(message: "\(file) cannot be read.")
        }
        guard data.count <= 64 << 20, let text = String(validating: data, as: UTF8.self) else {
            throw Failure(message: "\(file) must be UTF-8 text of at most 64 MB.")
        }
        return text
    }
}
