/// The roles of the cluster and who is a member of which.
struct Roles {
    let services: [String]

    private var wanted: [(name: String, attributes: String)] {
        [
            (DatabaseRole.owner, "nologin"), (DatabaseRole.tenant, "nologin"), (DatabaseRole.readers, "nologin"),
            (DatabaseRole.platform, "nologin bypassrls"), (DatabaseRole.app, "login"),
        ] + services.map { ($0, "nologin") }
    }

    /// Pairs of a role and its member. The owner becomes the platform role where a migration changes rows of every
    /// tenant.
    private var memberships: [(role: String, member: String)] {
        [
            (DatabaseRole.tenant, DatabaseRole.app), (DatabaseRole.readers, DatabaseRole.app),
            (DatabaseRole.platform, DatabaseRole.app), (DatabaseRole.platform, DatabaseRole.owner),
        ]
            + services.flatMap { [(DatabaseRole.tenant, $0), (DatabaseRole.readers, $0)] }
    }

    /// Makes what is missing; a login that may not gets the SQL to run.
    func create(on connection: Connection) throws {
        let sql = try missing(on: connection)
        guard !sql.isEmpty else { return }
        do {
            try connection.run(script: sql.joined(separator: ";\n"))
        } catch {
            if error.code == .insufficientPrivilege {
                throw MigrationError.rolesMissing(sql: sql.map { $0 + ";" }.joined(separator: "\n"))
            }
            guard error.isAlreadyThere else { throw error }
            // Another process made them at the same moment, in another database of the cluster.
            try connection.run(script: try missing(on: connection).joined(separator: ";\n"))
        }
    }

    private func missing(on connection: Connection) throws -> [String] {
        struct Membership: Decodable, Hashable {
            let role: String
            let member: String
        }
        let roles = Set(try connection.rows("select rolname from pg_catalog.pg_roles", as: String.self))
        let existing = Set(
            try connection.rows(
                """
                select role.rolname as role, member.rolname as member from pg_catalog.pg_auth_members
                join pg_catalog.pg_roles role on role.oid = roleid
                join pg_catalog.pg_roles member on member.oid = pg_auth_members.member
                """,
                as: Membership.self
            )
        )
        let login = try connection.rows("select current_user::text", as: String.self).first ?? ""
        let isSuperuser =
            try connection.rows("select rolsuper from pg_catalog.pg_roles where rolname = current_user", as: Bool.self)
            .first ?? false
        // Who is no superuser has to be a member of a role to become it.
        let mine =
            isSuperuser ? [] : [(role: DatabaseRole.owner, member: login), (role: DatabaseRole.app, member: login)]
        let created = wanted.filter { !roles.contains($0.name) }.map { "create role \($0.name) \($0.attributes)" }
        let granted = (memberships + mine).filter { !existing.contains(.init(role: $0.role, member: $0.member)) }
            .map { "grant \($0.role) to \(Query.quoted($0.member))" }
        return created + granted
    }
}

extension PostgresError {
    /// Two of us made the same role, schema or grant at once.
    fileprivate var isAlreadyThere: Bool {
        ["42710", "23505", "XX000", "42P06"].contains(sqlState ?? "")
    }
}
