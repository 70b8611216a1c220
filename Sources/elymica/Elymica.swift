import ArgumentParser
import Campus

/// The program: a school's digital campus.
@main
struct Elymica: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elymica",
        abstract: "A school's digital campus: courses, enrolment, certificates, notifications.",
        discussion: """
            Start everything on this machine with `elymica up`; add `--demo` for two schools to look at.
            Settings come from the environment (ELYMICA_DATABASE_URL, ELYMICA_SMTP_URL, …); see docs/operations.
            """,
        version: Version.current,
        subcommands: [
            Up.self, Serve.self, Migrate.self, Verify.self, OpenAPI.self, TenantCommand.self, UserCommand.self,
            FilesCommand.self,
            SetupTokenCommand.self,
            KeyCommand.self,
        ]
    )
}
