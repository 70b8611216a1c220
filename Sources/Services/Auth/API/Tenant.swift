package import Values

/// A school as its own people see it (contract section 1.2: `id`, `name`, `subdomain`; portals ignore the rest).
package struct Tenant: Codable, Hashable, Sendable {
    package var id: TenantID
    package var name: String
    /// The school code of sign-in forms, such as `sunrise-academy`.
    package var subdomain: Subdomain
    package var status: TenantStatus
    /// The colours of certificates and pages.
    package var primaryColor: Color
    package var accentColor: Color
    /// The language of those who chose none.
    package var locale: LanguageTag

    package init(
        id: TenantID,
        name: String,
        subdomain: Subdomain,
        status: TenantStatus,
        primaryColor: Color,
        accentColor: Color,
        locale: LanguageTag
    ) {
        (self.id, self.name, self.subdomain, self.status) = (id, name, subdomain, status)
        (self.primaryColor, self.accentColor, self.locale) = (primaryColor, accentColor, locale)
    }
}

/// Whether a school is open.
package enum TenantStatus: String, Codable, CaseIterable, Hashable, Sendable {
    case active
    /// Nobody of it can sign in.
    case suspended
}
