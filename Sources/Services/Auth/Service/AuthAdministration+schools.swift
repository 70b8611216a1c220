package import AuthAPI
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
