import ArgumentParser
import AuthService

/// Prints the token with which the first school and its administrator are made.
struct SetupTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup-token",
        abstract: "Print a new token for the first administrator.",
        discussion:
            "The token works once, and only while nobody administers a school. Earlier ones are dead from now on."
    )

    @OptionGroup var launch: LaunchArguments

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch, beginning: true) { administration in
                guard let token = try await administration.firstAdministrator.newToken() else {
                    throw Failure(
                        message: "Somebody administers this installation already: elymica user create adds others."
                    )
                }
                Console.say(token)
            }
        }
    }
}
