import ArgumentParser
import AuthAPI
import AuthService
import Campus
import Values

/// Opens a school.
struct CreateTenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Open a school.")

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The school's name: \"Sunrise Academy\".")
    var name: String
    @Option(help: "The code people sign in with: sunrise-academy.")
    var subdomain: String
    @Option(help: "The school's colour, as #RRGGBB.")
    var primaryColor: String?

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch, beginning: true) { administration in
                var school = NewTenant(
                    name: try Line(argument: name, "name"),
                    subdomain: try Subdomain(argument: subdomain, "--subdomain")
                )
                school.primaryColor = try primaryColor.map { try Color(argument: $0, "--primary-color") }
                let tenant = try await administration.createTenant(school)
                print("Opened \(name): school code \(subdomain), id \(tenant.id).")
            }
        }
    }
}
