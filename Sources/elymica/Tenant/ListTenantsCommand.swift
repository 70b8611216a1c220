import ArgumentParser
import AuthAPI
import AuthService
import Values

/// Lists the schools of the installation.
struct ListTenantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the schools.",
        discussion: "One line each, separated by tabs: school code, status, people, name."
    )

    @OptionGroup var launch: LaunchArguments

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { administration in
                for school in try await administration.tenants() {
                    let fields = [
                        school.subdomain.text, school.status.rawValue, String(school.people), school.name,
                    ]
                    Console.say(fields.joined(separator: "\t"))
                }
            }
        }
    }
}
