import CPostgres
import Values

/// Which server and database to connect to, and as whom; its description never shows the password.
package struct ConnectionTarget: Sendable, Hashable, CustomStringConvertible {
    /// libpq's connection parameters by keyword.
    private(set) var parameters: [String: String]

    /// Parses `postgresql://user:password@host:port/database?sslmode=…`, or libpq's `key=value` form.
    package init(url: String) throws(PostgresError) {
        var parameters: [String: String] = [:]
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            // libpq's message may quote the URL, and with it the password.
            PQfreemem(message)
            throw PostgresError(.configuration, "the database URL is not one PostgreSQL understands")
        }
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        PQconninfoFree(options)
        self.parameters = parameters
    }

    /// A server on this machine that listens on a socket in `socketDirectory`.
    package init(socketDirectory: String, port: Int = 5432, user: String, database: String) {
        parameters = ["host": socketDirectory, "port": String(port), "user": user, "dbname": database]
    }

    /// The same server and user, another database.
    package func database(_ name: String) -> ConnectionTarget { setting("dbname", name) }

    /// The same server and database, another login.
    package func user(_ name: String) -> ConnectionTarget { setting("user", name) }

    func setting(_ keyword: String, _ value: String) -> ConnectionTarget {
        var copy = self
        copy.parameters[keyword] = value
        return copy
    }

    package var description: String {
        let user = parameters["user"].map { $0 + "@" } ?? ""
        let port = parameters["port"].map { ":" + $0 } ?? ""
        return "\(user)\(parameters["host"] ?? "localhost")\(port)/\(parameters["dbname"] ?? "")"
    }
}
