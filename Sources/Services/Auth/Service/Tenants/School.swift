import Access
import AuthAPI
import Endpoints
import Postgres
import Values

/// A school as this service needs it: what everybody sees, and who may come in.
struct School: Decodable, Sendable {
    var id: TenantID
    var name: String
    var subdomain: Subdomain
    var status: TenantStatus
    var primaryColor: Color
    var accentColor: Color
    var locale: LanguageTag
    var selfRegistration: Bool
    var verificationRequired: Bool

    var tenant: Tenant {
        Tenant(
            id: id,
            name: name,
            subdomain: subdomain,
            status: status,
            primaryColor: primaryColor,
            accentColor: accentColor,
            locale: locale
        )
    }
}

extension AuthService {
    /// The school that somebody without a token names by its code, its id, or both; `nil` when there is none.
    func school(_ subdomain: Subdomain?, _ id: TenantID?) async throws -> School? {
        guard subdomain != nil || id != nil else { throw AuthError.missing(field: "tenant_subdomain") }
        return try await database.platform(reason: "find the school that somebody signs in to").first(
            """
            select id, name, subdomain, status, primary_color, accent_color, locale, self_registration,
                verification_required
            from auth.tenants
            where (\(id) is null or id = \(id)) and (\(subdomain) is null or subdomain = \(subdomain))
            """
        )
    }

    func currentTenant(_ request: GetCurrentTenant, _ call: Call) async throws -> GetCurrentTenant.Response {
        let id = try call.caller.tenantID
        let tenant: Tenant? = try await database.tenant(id).first(
            """
            select id, name, subdomain, status, primary_color, accent_color, locale from auth.tenants where id = \(id)
            """
        )
        guard let tenant else { throw AuthError.unknownSchool }
        return GetCurrentTenant.Response(tenant: tenant)
    }
}
