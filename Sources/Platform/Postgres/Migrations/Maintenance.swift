/// Statements for which no transaction, no role and no tenant is right: making databases, looking after the cluster.
package struct Maintenance: Sendable {
    private let target: ConnectionTarget

    /// `target` is a login that may do what the scripts do.
    package init(_ target: ConnectionTarget) { self.target = target }

    /// Runs a script on a connection of its own.
    package func run(_ script: String) async throws {
        try await OwnThread.run { [target] in
            var settings = SessionSettings()
            settings.applicationName = "elymica maintenance"
            settings.statementTimeout = .seconds(60)
            settings.allowsPrivilegedRole = true
            try Connection.open(target, settings, roundTrips: Counter()).run(script: script)
        }
    }
}
