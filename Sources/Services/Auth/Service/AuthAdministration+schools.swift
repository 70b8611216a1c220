package import AuthAPI
import FoundationEssentials
import Postgres
package import Values

/// A school in the operator's list.
package struct SchoolListing: Decodable, Sendable {
    package var subdomain: Subdomain
    package var name: String
    package var status: TenantStatus
    /// How many accounts it has that are not closed.
    package var people: Int
}

extension AuthAdministration {
    /// Every school, by code.
    package func tenants() async throws -> [SchoolListing] {
        try await database.platform(reason: "list the schools for the operator").all(
            """
            select t.subdomain, t.name, t.status,
                (select count(*) from auth.users u where u.tenant_id = t.id and u.status <> 'inactive') as people
            from auth.tenants t
            order by t.subdomain
            """
        )
    }
}

extension AuthAdministration {
    /// Opens or closes a school. What its people are signed in to ends with the next refresh.
    package func set(_ status: TenantStatus, of tenant: Tenant) async throws {
        try await database.tenant(tenant.id) { transaction in
            let now = Date()
            try transaction.execute("update auth.tenants set status = \(status) where id = \(tenant.id)")
            let action: AuditedAction = status == .suspended ? .tenantSuspended : .tenantReopened
            try transaction.audit(AuditEntry(action: action), in: tenant.id, from: Origin(at: now))
            guard status == .suspended else { return }
            try transaction.execute(
                """
                update auth.sessions set revoked_at = \(now), revoked_because = 'tenant_suspended'
                where tenant_id = \(tenant.id) and revoked_at is null
                """
            )
        }
    }
}
