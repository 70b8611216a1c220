import ArgumentParser
import AuthAPI
import AuthService
import Campus

/// Prints a link with which somebody chooses a new password: for installations without mail, and for whoever waits at
/// the administrator's desk.
struct ResetPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-password",
        abstract: "Print a link to choose a new password.",
        discussion: """
            Give the link to the person only: it works once, for an hour. Earlier links are dead from now on. It \
            begins with ELYMICA_PUBLIC_URL, from the environment or from --settings.
            """
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The person's e-mail address.")
    var email: String
    @Option(help: "The school's code.")
    var school: String

    func run() async throws {
        try await Console.run {
            let address = try await Administration.publicURL(launch)
            let isUsual = try await Settings.load(file: launch.settings).publicURL == nil
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                let user = try await administration.person(email, in: tenant)
                let link = try await administration.resetLink(for: user)
                if isUsual {
                    Console.note(
                        "The link begins with \(address), because ELYMICA_PUBLIC_URL is not set: set it, or name the "
                            + "file that has it (--settings /etc/elymica.env)."
                    )
                }
                Console.say(address + link)
            }
        }
    }
}
