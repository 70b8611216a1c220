import ArgumentParser
import AuthAPI
import AuthService

/// Opens an account to sign-in again that too many failures had closed.
struct UnlockUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Let somebody try to sign in again after too many failures.",
        discussion: "A running program counts tries by the minute besides, and may refuse the next one a little longer."
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The person's e-mail address.")
    var email: String
    @Option(help: "The school's code.")
    var school: String

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                let user = try await administration.person(email, in: tenant)
                try await administration.unlock(user)
                Console.say("\(user.name) can sign in again, within a minute.")
            }
        }
    }
}
