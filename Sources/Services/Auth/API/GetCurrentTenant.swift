package import Access
package import Endpoints

/// The school the caller is signed in to.
package struct GetCurrentTenant: Endpoint {
    package static let route = Route.get("/api/auth/tenants/current", "The school the caller is signed in to.")
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var tenant: Tenant
        package init(tenant: Tenant) { self.tenant = tenant }
    }
}
