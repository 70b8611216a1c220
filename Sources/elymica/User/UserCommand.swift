import ArgumentParser
import AuthAPI
import AuthService
import Values

/// People of a school.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "People of a school.",
        subcommands: [
            CreateUserCommand.self,
            ListUsersCommand.self,
            ImportUsersCommand.self,
            ResetPasswordCommand.self,
            UnlockUserCommand.self,
        ]
    )
}

extension AuthAdministration {
    /// The school of a code, or the one line that says what to do about it.
    func school(_ code: String) async throws -> Tenant {
        guard let tenant = try await tenant(Subdomain(argument: code, "school")) else {
            throw Failure(message: "There is no school \(code); elymica tenant list shows them all.")
        }
        return tenant
    }

    /// The account of an address in a school.
    func person(_ address: String, in school: Tenant) async throws -> User {
        guard let user = try await user(Email(argument: address, "email"), in: school.id) else {
            throw Failure(
                message: "\(address) has no account at \(school.subdomain); elymica user list shows who has."
            )
        }
        return user
    }
}
