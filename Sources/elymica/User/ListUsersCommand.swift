import Access
import ArgumentParser
import AuthAPI
import AuthService
import Values

/// Lists the people of a school.
struct ListUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the people of a school.",
        discussion: "One line each, separated by tabs: address, role, status, user name, name."
    )

    @OptionGroup var launch: LaunchArguments
    @Option(help: "The school's code.")
    var school: String
    @Option(help: "Only student, teacher, parent, admin or super_admin.")
    var role: String?

    func run() async throws {
        try await Console.run {
            let wanted = try role.map { name in
                guard let role = Role(named: name) else {
                    throw Failure(message: "--role must be student, teacher, parent, admin or super_admin.")
                }
                return role
            }
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                for user in try await administration.people(of: tenant.id, in: wanted) {
                    let fields = [
                        user.email.text, user.role.rawValue, user.status.rawValue, user.username ?? "-", user.name,
                    ]
                    Console.say(fields.joined(separator: "\t"))
                }
            }
        }
    }
}
