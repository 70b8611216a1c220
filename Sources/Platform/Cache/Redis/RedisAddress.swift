import FoundationEssentials
package import Values

/// Where Redis is: `redis://[[user]:password@]host[:port][/database]`.
///
/// TLS is not spoken: between machines that do not trust their network, put `stunnel` or a private network in between.
package struct RedisAddress: Sendable, Hashable {
    package var host: String
    package var port: Int
    /// For servers with access control lists.
    package var user: String?
    package var password: String?
    package var database: Int

    package init(host: String, port: Int, user: String? = nil, password: String? = nil, database: Int = 0) {
        (self.host, self.port, self.user) = (host, port, user)
        (self.password, self.database) = (password, database)
    }

    /// Reads a URL; the error never repeats it, it may hold a password.
    package init(url: String) throws(InvalidValue) {
        guard let parts = URLComponents(string: url), parts.scheme?.lowercased() == "redis",
            let host = parts.host?.filter({ $0 != "[" && $0 != "]" }), !host.isEmpty
        else { throw InvalidValue("must look like redis://:password@host:6379/0") }
        let path = parts.path.drop { $0 == "/" }
        guard let database = path.isEmpty ? 0 : Int(path), (0...255).contains(database) else {
            throw InvalidValue("must end in the number of a database, such as /0")
        }
        guard (1...65_535).contains(parts.port ?? 6379) else { throw InvalidValue("has a port that does not exist") }
        func given(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            host: host,
            port: parts.port ?? 6379,
            user: given(parts.user),
            password: given(parts.password),
            database: database
        )
    }
}
