/// What every session is started with.
struct SessionSettings: Sendable {
    var applicationName = "elymica"
    /// The role the session runs as, whatever login it came with; `nil` keeps the login's.
    var role: String?
    var statementTimeout: Duration = .seconds(5)
    var lockTimeout: Duration = .seconds(2)
    var idleInTransactionTimeout: Duration = .seconds(10)
    /// How long connecting may take.
    var connectTimeout: Duration = .seconds(2)
    /// Whether a superuser, or a role that bypasses row level security, may be used.
    var allowsPrivilegedRole = false

    /// libpq's connection parameters for `target`.
    func parameters(_ target: ConnectionTarget) -> [(String, String)] {
        var settings = [
            ("statement_timeout", statementTimeout.milliseconds), ("lock_timeout", lockTimeout.milliseconds),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout.milliseconds),
            ("TimeZone", "UTC"), ("jit", "off"), ("search_path", "public"), ("DateStyle", "ISO"),
            ("client_min_messages", "warning"),
        ]
        if let role { settings.append(("role", role)) }
        let options = settings.map { "-c \($0)=\(Self.escaped($1))" }.joined(separator: " ")
        var parameters = target.parameters
        parameters["options"] = parameters["options"].map { $0 + " " + options } ?? options
        parameters["application_name"] = applicationName
        parameters["client_encoding"] = "UTF8"
        // A server that vanished without a word is noticed within 10 s instead of after 15 minutes.
        parameters.merge(
            [
                "tcp_user_timeout": "10000", "keepalives_idle": "10", "keepalives_interval": "3",
                "keepalives_count": "3",
            ],
            uniquingKeysWith: { given, _ in given }
        )
        return parameters.map { ($0.key, $0.value) }
    }

    /// Spaces and backslashes as the `options` parameter wants them.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == " " || character == "\\" { text += "\\" }
            text.append(character)
        }
    }
}

extension Duration {
    /// Whole milliseconds, for PostgreSQL's settings.
    fileprivate var milliseconds: String {
        String(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000) + "ms"
    }
}
