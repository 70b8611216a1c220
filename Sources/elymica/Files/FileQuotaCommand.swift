import ArgumentParser
import AuthAPI
import AuthService
import Files
import Postgres

/// Shows or sets how much the files of a school may take.
struct FileQuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota",
        abstract: "Show or set how much a school's files may take.",
        discussion: "0 gives the school the usual quota again (ELYMICA_FILES_QUOTA_MB). Files it has stay."
    )

    @OptionGroup var launch: LaunchArguments
    @Argument(help: "The school's code.")
    var school: String
    @Argument(help: "Megabytes; without it, what the school has and uses is shown.")
    var megabytes: Int?

    func validate() throws {
        guard megabytes.map({ (0...1_000_000_000).contains($0) }) ?? true else {
            throw ValidationError("Megabytes must be a number from 0 to 1000000000.")
        }
    }

    func run() async throws {
        try await Console.run {
            try await Administration.open(launch) { database, settings in
                let administration = AuthAdministration(database: database, hasher: try PasswordHasher())
                let tenant = try await administration.school(school)
                if let megabytes {
                    let quota = megabytes == 0 ? nil : megabytes << 20
                    try await database.tenant(tenant.id) { try $0.setFileQuota(quota) }
                }
                let usage = try await FilesCommand.library(launch, database, settings).usage(of: tenant.id)
                let quota = (usage.quota ?? 0) >> 20
                Console.say("\(tenant.name) uses \(usage.bytes >> 20) MB of \(quota) MB.")
            }
        }
    }
}
