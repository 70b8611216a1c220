import ArgumentParser
import AuthAPI
import AuthService

/// Closes a school for the time being: nobody of it can sign in or go on.
struct SuspendTenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Close a school for the time being.",
        discussion:
            "Nobody of the school can sign in or go on. Sessions go on when it is opened again; nothing is deleted."
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The school's code.")
    var school: String

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { administration in
                let tenant = try await administration.set(.suspended, of: administration.school(school).id)
                Console.say("\(tenant.name) is closed; open it again with elymica tenant resume \(tenant.subdomain).")
            }
        }
    }
}
