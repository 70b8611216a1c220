import Access
package import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

/// What became of one row of a file that is imported.
package struct ImportedUser: Sendable {
    package let outcome: Outcome
    /// Why it was refused.
    package let reason: String?

    package enum Outcome: String, CaseIterable, Sendable {
        case created
        case updated
        /// Has an account, which was left as it is.
        case existing
        case refused
    }
}

extension AuthAdministration {
    /// Adds whoever a row tells of; never throws, so that one row does not keep the others out.
    package func importUser(
        _ row: UserRow,
        to tenant: Tenant,
        update: Bool = false,
        dryRun: Bool = false
    ) async -> ImportedUser {
        do {
            let person = try row.person.get()
            guard let existing = try await user(person.user.email, in: tenant.id) else {
                guard !dryRun else { return ImportedUser(outcome: .created, reason: nil) }
                try await add(person, to: tenant)
                return ImportedUser(outcome: .created, reason: nil)
            }
            guard update else { return ImportedUser(outcome: .existing, reason: nil) }
            if !dryRun { try await change(existing, to: person) }
            return ImportedUser(outcome: .updated, reason: nil)
        } catch {
            return ImportedUser(outcome: .refused, reason: Problem(describing: error).described)
        }
    }

    private func add(_ person: ImportedPerson, to tenant: Tenant) async throws {
        let hash = try await hash(of: person)
        try await database.tenant(tenant.id) { transaction in
            let now = Date()
            let added = try transaction.add(person.user, passwordHash: hash, to: tenant.id, at: now)
            let entry = AuditEntry(action: .userCreated, subject: added.email)
            try transaction.audit(entry, in: tenant.id, from: Origin(at: now))
        }
    }

    /// Makes somebody what the row says; what it does not say stays. Their sessions end when it has a password, or
    /// another role.
    private func change(_ user: User, to person: ImportedPerson) async throws {
        let hash = try await hash(of: person)
        let new = person.user
        try await database.tenant(user.tenantID) { transaction in
            let now = Date()
            do {
                try transaction.execute(
                    """
                    update auth.users
                    set name = \(new.name), role = \(new.role), username = coalesce(\(new.username), username),
                        phone_number = coalesce(\(new.phoneNumber), phone_number),
                        locale = coalesce(\(new.locale), locale), password_hash = coalesce(\(hash), password_hash)
                    where tenant_id = \(user.tenantID) and id = \(user.id)
                    """
                )
            } catch let error as PostgresError where error.constraint == "users_username_key" {
                throw AuthError.usernameTaken
            }
            if hash != nil || new.role != user.role {
                let reason: EndOfSession = hash == nil ? .roleChanged : .passwordReset
                try transaction.end(.all(of: user.id), in: user.tenantID, because: reason, at: now)
            }
            let entry = AuditEntry(action: .userUpdated, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: Origin(at: now))
        }
    }

    /// Of a password, by the rule of the platform the files come from; a bcrypt hash stays what it is until its owner
    /// signs in.
    private func hash(of person: ImportedPerson) async throws -> String? {
        guard let password = person.password else { return nil }
        if Bcrypt(encoded: password.text) != nil { return password.text }
        return try await hasher.hash(chosen: password, .chat)
    }
}

/// The people in a CSV file to import.
package struct UserFile: Sendable {
    package let rows: [UserRow]

    /// At most 100,000 rows; the first one names the columns.
    package init(csv text: String) throws {
        let table = try Spreadsheet(text, limit: 100_000)
        guard table.columns.contains("email") else {
            throw Problem.invalid("csv", "must have a column email in its first row")
        }
        rows = table.rows.map(UserRow.init)
    }
}

/// One row: somebody, or what is wrong with it.
package struct UserRow: Sendable {
    package let line: Int
    /// As it was written.
    package let email: String
    let person: Result<ImportedPerson, any Error>

    init(_ row: Spreadsheet.Row) {
        line = row.line
        email = String((row["email"] ?? "").prefix(254))
        person = Result {
            guard let email: Email = try row.value("email") else {
                throw InvalidValue("is required", path: ["email"])
            }
            guard let role = Role(named: row["role"] ?? "student") else {
                throw InvalidValue("must be student, teacher, parent, admin or super_admin", path: ["role"])
            }
            let username: Username? = try row.value("username")
            let name: Line<255>? = try row.value("name")
            let local = String(email.text.prefix { $0 != "@" })
            var user = NewUser(email: email, name: try name ?? Line(parsing: username?.text ?? local), role: role)
            user.username = username
            user.phoneNumber = try row.value("phone_number") ?? row.value("phone")
            user.locale = try row.value("locale")
            return ImportedPerson(user: user, password: try row["password"].map { try Password($0) })
        }
    }
}

/// Somebody to import.
struct ImportedPerson: Sendable {
    var user: NewUser
    var password: Password?
}

extension Problem {
    /// The sentence with what is wrong with each field.
    var described: String {
        guard !fields.isEmpty else { return message }
        return fields.map { "\($0)" }.joined(separator: "; ")
    }
}
