import ArgumentParser
import AuthAPI
import AuthService

/// Opens a suspended school again.
struct ResumeTenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Open a suspended school again."
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The school's code.")
    var school: String

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { administration in
                let tenant = try await administration.set(.active, of: administration.school(school).id)
                Console.say("\(tenant.name) is open.")
            }
        }
    }
}
