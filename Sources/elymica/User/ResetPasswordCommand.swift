import ArgumentParser
import AuthAPI
import AuthService

/// Prints a link with which somebody chooses a new password: for installations without mail, and for whoever waits at
/// the administrator's desk.
struct ResetPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Print a link to choose a new password.",
        discussion: "Give the link to the person only: it works once, for an hour. Earlier links are dead from now on."
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The person's e-mail address.")
    var email: String
    @Option(help: "The school's code.")
    var school: String

    func run() async throws {
        try await Console.run {
            let address = try await Administration.publicURL(launch)
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                let user = try await administration.person(email, in: tenant)
                Console.say(address + (try await administration.resetLink(for: user)))
            }
        }
    }
}
