import Access
package import AuthAPI
import FoundationEssentials
package import Postgres
package import Values

/// What an operator does with accounts, without a token: `elymica tenant create`, `elymica user create`, the demo
/// schools.
///
/// Errors are those of `CreateTenant` and `CreateUser`; `Problem(describing:)` has their words.
package struct AuthAdministration: Sendable {
    let database: Database
    let hasher: PasswordHasher

    package init(database: Database, hasher: PasswordHasher) {
        (self.database, self.hasher) = (database, hasher)
    }

    /// The school of that code.
    package func tenant(_ subdomain: Subdomain) async throws -> Tenant? {
        try await database.platform(reason: "find a school for the operator").first(
            """
            select id, name, subdomain, status, primary_color, accent_color, locale from auth.tenants
            where subdomain = \(subdomain)
            """
        )
    }

    /// Opens a school.
    package func createTenant(_ school: NewTenant) async throws -> Tenant {
        try await database.platform(reason: "open a school") { try $0.open(school, at: Date()) }
    }

    /// The school of that code, opened unless it exists; a school that exists is left as it is.
    package func ensureTenant(_ school: NewTenant) async throws -> Tenant {
        if let existing = try await tenant(school.subdomain) { return existing }
        return try await createTenant(school)
    }

    /// The account with that address.
    package func user(_ email: Email, in tenant: TenantID) async throws -> User? {
        try await database.tenant(tenant) { transaction in
            let id = try transaction.value(
                "select id from auth.users where tenant_id = \(tenant) and email = \(email)",
                as: UserID.self
            )
            return try id.flatMap { try transaction.user($0, of: tenant) }
        }
    }

    /// Makes an account in any role. Without a password nobody can sign in to it until one is set.
    package func createUser(_ user: NewUser, password: Password?, in tenant: TenantID) async throws -> User {
        var user = user
        user.isVerified = true
        var hash: String?
        if let password { hash = try await hasher.hash(chosen: password) }
        return try await database.tenant(tenant) { [hash, user] transaction in
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
        return try await createUser(user, password: password, in: tenant)
    }
}
