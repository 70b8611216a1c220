import Access
package import AuthAPI
import FoundationEssentials
package import Postgres
package import Values

/// What an operator does with accounts, without a token: `elymica tenant create`, `elymica user create`, the demo school.
package struct AuthAdministration: Sendable {
    private let database: Database
    private let hasher: PasswordHasher

    package init(database: Database, hasher: PasswordHasher) {
        (self.database, self.hasher) = (database, hasher)
    }

    /// Opens a school. Throws a problem (409 `subdomain_taken`) when its code belongs to another.
    package func createTenant(_ school: NewTenant) async throws -> Tenant {
        try await database.platform(reason: "open a school") { try $0.open(school, at: Date()) }
    }

    /// The school of that code.
    package func tenant(_ subdomain: Subdomain) async throws -> Tenant? {
        try await database.platform(reason: "find a school for the operator").first(
            """
            select id, name, subdomain, status, primary_color, accent_color, locale from auth.tenants
            where subdomain = \(subdomain)
            """)
    }

    /// All schools, by code.
    package func tenants() async throws -> [Tenant] {
        try await database.platform(reason: "list the schools for the operator").all(
            """
            select id, name, subdomain, status, primary_color, accent_color, locale from auth.tenants order by subdomain
            """)
    }

    /// The school of that code, opened unless it exists.
    package func ensureTenant(_ school: NewTenant) async throws -> Tenant {
        if let tenant = try await tenant(school.subdomain) { return tenant }
        do {
            return try await createTenant(school)
        } catch AuthError.subdomainTaken {
            // Another process was quicker.
            guard let tenant = try await tenant(school.subdomain) else { throw AuthError.subdomainTaken }
            return tenant
        }
    }

    /// Makes an account in any role. Without a password nobody can sign in to it yet.
    ///
    /// Throws the problems of `CreateUser`: 409 `email_taken`, 422 `weak_password`.
    package func createUser(_ user: NewUser, password: Password?, in tenant: TenantID) async throws -> User {
        var hash: String?
        if let password { hash = try await hasher.hash(chosen: password) }
        return try await database.tenant(tenant) { [hash] transaction in
            let now = Date()
            let added = try transaction.add(user, passwordHash: hash, to: tenant, at: now)
            let entry = AuditEntry(action: .userCreated, subject: added.email)
            try transaction.audit(entry, in: tenant, from: Origin(at: now))
            return added
        }
    }

    /// The account with that address, made unless it exists; an account that exists is left as it is.
    package func ensureUser(_ user: NewUser, password: Password?, in tenant: TenantID) async throws -> User {
        if let existing = try await self.user(user.email, in: tenant) { return existing }
        do {
            return try await createUser(user, password: password, in: tenant)
        } catch AuthError.emailTaken {
            // Another process was quicker.
            guard let existing = try await self.user(user.email, in: tenant) else { throw AuthError.emailTaken }
            return existing
        }
    }

    /// The account with that address.
    package func user(_ email: Email, in tenant: TenantID) async throws -> User? {
        try await database.tenant(tenant) { transaction in
            let id = try transaction.value(
                "select id from auth.users where tenant_id = \(tenant) and email = \(email)", as: UserID.self)
            return try id.flatMap { try transaction.user($0, of: tenant) }
        }
    }
}
