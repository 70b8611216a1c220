package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Opens a school. 409 `subdomain_taken` when its code belongs to another.
package struct CreateTenant: Endpoint {
    package static let route = Route.post("/api/auth/tenants", "Opens a school.", success: .created)
    package static let access = Access.roles(.superAdmin)

    package var name: Line<255>
    package var subdomain: Subdomain
    package var primaryColor: Color?
    package var accentColor: Color?
    package var locale: LanguageTag?
    /// Whether people may register by themselves; they may when left out.
    package var selfRegistration: Bool?
    /// Whether only people whose e-mail address or phone number is confirmed may sign in; anybody may when left out.
    package var verificationRequired: Bool?
    /// How many people it may have; no limit when left out.
    package var maxUsers: Bounded<1, 10_000_000>?

    package init(name: Line<255>, subdomain: Subdomain) {
        (self.name, self.subdomain) = (name, subdomain)
    }

    package struct Response: Codable, Sendable {
        package var tenant: Tenant
        package init(tenant: Tenant) { self.tenant = tenant }
    }
}
