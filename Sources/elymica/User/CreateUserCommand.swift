import Access
import ArgumentParser
import AuthAPI
import AuthService
import Campus
import Foundation
import Values

/// Adds somebody to a school.
struct CreateUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Add somebody to a school.",
        discussion: """
            The password is read from standard input when --password is not given, so that it does not stay in the \
            shell's history: echo 'Their-Passw0rd' | elymica user create …
            """
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The e-mail address to sign in with.")
    var email: String
    @Option(help: "The school's code.")
    var school: String
    @Option(help: "The person's name.")
    var name: String
    @Option(help: "student, teacher, parent, admin or super_admin.")
    var role = "student"
    @Option(help: "A user name to sign in with, besides the address.")
    var username: String?
    @Option(help: "A phone number such as +254700000001.")
    var phone: String?
    @Option(help: "The password; better given on standard input.")
    var password: String?

    func run() async throws {
        try await Console.run {
            guard let role = Role(named: role) else {
                throw Failure(message: "--role must be student, teacher, parent, admin or super_admin.")
            }
            guard let password = password ?? readLine(strippingNewline: true), !password.isEmpty else {
                throw Failure(message: "Give the password with --password or on standard input.")
            }
            try await Administration.open(launch) { administration in
                let tenant = try await administration.school(school)
                var person = NewUser(
                    email: try Email(argument: email, "email"),
                    name: try Line(argument: name, "--name"),
                    role: role
                )
                person.username = try username.map { try Username(argument: $0, "--username") }
                person.phoneNumber = try phone.map { try PhoneNumber(argument: $0, "--phone") }
                let user = try await administration.createUser(
                    person,
                    password: try Password(argument: password),
                    in: tenant.id
                )
                print("Added \(name) to \(school) as \(role.rawValue): \(user.id).")
            }
        }
    }
}
