package import Access
package import AuthAPI
import FoundationEssentials
import Postgres
package import Values

extension AuthAdministration {
    /// The people of a school by name, all of them or those in one role.
    package func people(of tenant: TenantID, in role: Role? = nil) async throws -> [User] {
        try await database.tenant(tenant).all(
            """
            select u.id, u.email, u.name, u.role, u.tenant_id, t.subdomain as tenant_subdomain, u.status, u.username,
                u.phone_number, u.locale, u.created_at
            from auth.users u
            join auth.tenants t on t.id = u.tenant_id
            where u.tenant_id = \(tenant) and (\(role) is null or u.role = \(role))
            order by u.name, u.id
            """
        )
    }

    /// A link to choose a new password, as a path below the gateway's address; those from before are dead. No mail is
    /// sent.
    package func resetLink(for user: User) async throws -> String {
        try await database.tenant(user.tenantID) { transaction in
            let now = Date()
            let token = try transaction.issueToken(
                .resetPassword,
                to: .user(user.id),
                at: user.email,
                in: user.tenantID,
                now: now
            )
            let entry = AuditEntry(action: .passwordResetRequested, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: Origin(at: now))
            return AccountTokenPurpose.resetPassword.link(with: token)
        }
    }

    /// Forgets somebody's failures to sign in.
    package func unlock(_ user: User) async throws {
        try await database.tenant(user.tenantID) { transaction in
            try transaction.forgetFailures(of: user.email.text, in: user.tenantID)
            let entry = AuditEntry(action: .accountUnlocked, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: Origin(at: Date()))
        }
    }

    /// The way to the first administrator.
    package var firstAdministrator: FirstAdministrator { FirstAdministrator(database: database) }
}
