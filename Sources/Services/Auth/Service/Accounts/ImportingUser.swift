import Access
package import AuthAPI
package import Endpoints
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

/// An import of a file, row by row in its order.
///
/// A rehearsal writes what an import writes and takes it back, row for row, so it refuses what an import refuses; what
/// earlier rows would have left behind it keeps in mind. Only hashes, which take long, are not made.
package struct UserImport: Sendable {
    private let administration: AuthAdministration
    private let tenant: Tenant
    /// Whether those who have an account become what their row says.
    private let updates: Bool
    private let isRehearsal: Bool
    private var addresses: Set<Email> = []
    /// Of people who were not really added, in lower case.
    private var rehearsedUsernames: Set<String> = []
    private var rehearsedPeople = 0

    package init(_ administration: AuthAdministration, to tenant: Tenant, updates: Bool, isRehearsal: Bool) {
        (self.administration, self.tenant) = (administration, tenant)
        (self.updates, self.isRehearsal) = (updates, isRehearsal)
    }

    /// Adds whoever a row tells of; never throws, so that one row does not keep the others out.
    package mutating func take(_ row: UserRow) async -> ImportedUser {
        do {
            let person = try row.person.get()
            guard !addresses.contains(person.user.email) else { throw AuthError.rowStandsTwice }
            let outcome = try await take(person)
            // A row that was refused may stand once more, corrected.
            addresses.insert(person.user.email)
            return ImportedUser(outcome: outcome, reason: nil)
        } catch {
            return ImportedUser(outcome: .refused, reason: Problem(describing: error).described)
        }
    }

    private mutating func take(_ person: ImportedPerson) async throws -> ImportedUser.Outcome {
        let existing = try await administration.user(person.user.email, in: tenant.id)
        if existing != nil, !updates { return .existing }
        let hash = try await hash(of: person)
        let username = person.user.username?.text.lowercased()
        if let username, rehearsedUsernames.contains(username) { throw AuthError.usernameTaken }
        if let existing {
            try await write { try $0.change(existing, to: person.user, passwordHash: hash) }
        } else {
            let (tenant, others) = (tenant.id, rehearsedPeople)
            try await write { try $0.add(person.user, passwordHash: hash, to: tenant, besides: others) }
        }
        if isRehearsal {
            if let username { rehearsedUsernames.insert(username) }
            if existing == nil { rehearsedPeople += 1 }
        }
        return existing == nil ? .created : .updated
    }

    /// Commits what `body` writes, unless this is a rehearsal.
    private func write(_ body: @escaping @Sendable (borrowing Transaction) throws -> Void) async throws {
        struct Rehearsed: Error {}
        let isRehearsal = isRehearsal
        do {
            try await administration.database.tenant(tenant.id) { transaction in
                try body(transaction)
                if isRehearsal { throw Rehearsed() }
            }
        } catch is Rehearsed {
            // Rolled back, as it was meant to be.
        }
    }

    /// Of a password, by the rule of the platform the files come from; a bcrypt hash stays what it is until its owner
    /// signs in.
    private func hash(of person: ImportedPerson) async throws -> String? {
        guard let password = person.password else { return nil }
        if Bcrypt(encoded: password.text) != nil { return password.text }
        guard isRehearsal else { return try await administration.hasher.hash(chosen: password, .chat) }
        let objections = PasswordPolicy.chat.objections(to: password.text)
        guard objections.isEmpty else { throw AuthError.weakPassword(objections, field: "password") }
        return nil
    }
}

extension Transaction {
    /// Adds somebody from a file to a school that has so many people besides those who are counted.
    fileprivate func add(
        _ user: NewUser,
        passwordHash hash: String?,
        to tenant: TenantID,
        besides others: Int
    ) throws {
        let now = Date()
        if others > 0 { try checkLimit(of: tenant, besides: others) }
        let added = try add(user, passwordHash: hash, to: tenant, at: now)
        let entry = AuditEntry(action: .userCreated, subject: added.email)
        try audit(entry, in: tenant, from: Origin(at: now))
    }

    /// Makes somebody what a row says; what it does not say stays. Their sessions end when it has a password, or
    /// another role.
    fileprivate func change(_ user: User, to new: NewUser, passwordHash hash: String?) throws {
        let now = Date()
        do {
            try execute(
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
            try end(.all(of: user.id), in: user.tenantID, because: reason, at: now)
        }
        let entry = AuditEntry(action: .userUpdated, subject: user.email)
        try audit(entry, in: user.tenantID, from: Origin(at: now))
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
    /// What is wrong with each field by its name, or the sentence where it is about none.
    package var described: String {
        guard !fields.isEmpty else { return message }
        return fields.map { "\($0)" }.joined(separator: "; ")
    }
}
