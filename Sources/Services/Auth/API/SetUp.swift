package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Opens the first school of an installation with its first administrator.
///
/// The token was printed at the first start, or by `elymica setup-token`; it works once, and only while nobody
/// administers anything. 403 `invalid_setup_token` otherwise.
package struct SetUp: Endpoint {
    package static let route = Route.post(
        "/api/auth/setup",
        "Opens the first school with its administrator.",
        success: .created
    )
    package static let access = Access.anyone

    package var token: String
    /// The school's name.
    package var school: Line<255>
    package var subdomain: Subdomain
    /// The school's language; English when left out.
    package var locale: LanguageTag?
    /// The administrator's name.
    package var name: Line<255>
    package var email: Email
    package var password: Password

    package struct Response: Codable, Sendable {
        package var tenant: Tenant
        package var user: User
        package var message: String

        package init(tenant: Tenant, user: User, message: String) {
            (self.tenant, self.user, self.message) = (tenant, user, message)
        }
    }
}
