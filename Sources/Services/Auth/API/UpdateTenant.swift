package import Access
package import Endpoints
package import Values

/// Changes the caller's school; what is left out stays.
///
/// `adminsNeedTwoFactor` can be switched on by an admin who has a second factor themselves (409 `two_factor_first`).
/// The other admins without one are signed out, and sign in again by enrolling.
package struct UpdateCurrentTenant: Endpoint {
    package static let route = Route.patch("/api/auth/tenants/current", "Changes the caller's school.")
    package static let access = Access.roles(.admin)
    package typealias Response = TenantWithSettings

    package var name: Line<255>?
    package var primaryColor: Color?
    package var accentColor: Color?
    package var locale: LanguageTag?
    /// Whether people may register by themselves.
    package var selfRegistration: Bool?
    /// Whether nobody signs in who has confirmed neither address nor number.
    package var verificationRequired: Bool?
    package var adminsNeedTwoFactor: Bool?

    package init(adminsNeedTwoFactor: Bool? = nil) { self.adminsNeedTwoFactor = adminsNeedTwoFactor }
}

/// Suspends a school or opens it again. While it is suspended nobody of it can sign in, and every process refuses what
/// its people hold, within two seconds. Their sessions go on when it is opened again. 409 `own_tenant` for the
/// platform's own.
package struct SetTenantStatus: Endpoint {
    package static let route = Route.patch("/api/auth/tenants/{tenant_id}", "Suspends a school or opens it again.")
    package static let access = Access.roles(.superAdmin)

    package var tenantID: TenantID
    package var status: TenantStatus

    package init(tenantID: TenantID, status: TenantStatus) { (self.tenantID, self.status) = (tenantID, status) }

    package struct Response: Codable, Sendable {
        package var tenant: Tenant
        package init(tenant: Tenant) { self.tenant = tenant }
    }
}

/// A school with what its administrators decide.
package struct TenantWithSettings: Codable, Sendable {
    package var tenant: Tenant
    package var settings: Settings

    /// What administrators decide about a school.
    package struct Settings: Codable, Sendable {
        package var selfRegistration: Bool
        package var verificationRequired: Bool
        package var adminsNeedTwoFactor: Bool

        package init(selfRegistration: Bool, verificationRequired: Bool, adminsNeedTwoFactor: Bool) {
            (self.selfRegistration, self.verificationRequired) = (selfRegistration, verificationRequired)
            self.adminsNeedTwoFactor = adminsNeedTwoFactor
        }
    }

    package init(tenant: Tenant, settings: Settings) { (self.tenant, self.settings) = (tenant, settings) }
}
