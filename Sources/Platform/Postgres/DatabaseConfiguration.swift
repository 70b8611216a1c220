import Glibc

/// Where the database is and how it is used. The defaults suit a server of any size.
package struct DatabaseConfiguration: Sendable {
    package var target: ConnectionTarget
    /// The role sessions run as, whatever login they came with; `nil` keeps the login's own.
    package var role: String? = DatabaseRole.app
    package var applicationName = "elymica"
    /// Connections at most: two for each core were the best measured, 16 on two cores gave a p99 of 500 ms.
    package var connections = max(4, 2 * sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    /// How long a request waits for a connection, and how long an outage is waited out before requests are refused.
    package var waitLimit = Duration.seconds(1)
    /// Requests that may wait at once.
    package var queueLimit = 1000
    package var statementTimeout = Duration.seconds(5)
    package var lockTimeout = Duration.seconds(2)
    package var idleInTransactionTimeout = Duration.seconds(10)
    package var connectTimeout = Duration.seconds(2)
    /// Whether sessions may run as a superuser or past row level security: for maintenance only.
    package var allowsPrivilegedRole = false

    package init(_ target: ConnectionTarget) { self.target = target }

    var session: SessionSettings {
        SessionSettings(
            applicationName: applicationName,
            role: role,
            statementTimeout: statementTimeout,
            lockTimeout: lockTimeout,
            idleInTransactionTimeout: idleInTransactionTimeout,
            connectTimeout: connectTimeout,
            allowsPrivilegedRole: allowsPrivilegedRole
        )
    }
}

/// The roles of a cluster that Elymica uses; the migrator makes them.
package enum DatabaseRole {
    /// Owns schemas and tables; nobody logs in as it.
    package static let owner = "elymica_owner"
    /// The application: owns nothing, bound by row level security.
    package static let app = "elymica_app"
    /// Past row level security, for `platform(reason:)`; the application may become it for one transaction.
    package static let platform = "elymica_platform"
    /// Whom the tables' policies let in: the application's and the services' roles are members.
    package static let tenant = "elymica_tenant"
    /// Reads what public views need.
    package static let readers = "elymica_readers"

    /// The role that sees no more than one service's schema and what other services publish.
    package static func service(_ schema: String) -> String { "elymica_\(schema)" }
}
