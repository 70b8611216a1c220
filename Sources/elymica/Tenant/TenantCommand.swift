import ArgumentParser

/// Schools.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Schools.",
        subcommands: [
            CreateTenantCommand.self,
            ListTenantsCommand.self,
            SuspendTenantCommand.self,
            ResumeTenantCommand.self,
        ]
    )
}
