package import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
package import Values

/// A school to be opened. What is left out has a default.
package struct NewTenant: Sendable {
    package var id: TenantID = TenantID()
    package var name: Line<255>
    package var subdomain: Subdomain
    package var primaryColor: Color?
    package var accentColor: Color?
    package var locale: LanguageTag?
    /// Whether people may register by themselves.
    package var selfRegistration = true
    /// Whether it lets in only people whose e-mail address or phone number is confirmed.
    package var verificationRequired = false
    /// How many people it may have; `nil` is no limit.
    package var maxUsers: Int?

    package init(name: Line<255>, subdomain: Subdomain) {
        (self.name, self.subdomain) = (name, subdomain)
    }
}

extension Transaction {
    /// Opens a school and returns it; `AuthError.subdomainTaken` when another has its code or its id.
    func open(_ school: NewTenant, at now: Date) throws -> Tenant {
        let tenant: Tenant? = try first(
            """
            insert into auth.tenants
                (id, name, subdomain, primary_color, accent_color, locale, self_registration, verification_required,
                settings, created_at)
            values (\(school.id), \(school.name), \(school.subdomain), coalesce(\(school.primaryColor), '#1e3a5f'),
                coalesce(\(school.accentColor), '#c8963e'), coalesce(\(school.locale), 'en'),
                \(school.selfRegistration), \(school.verificationRequired),
                jsonb_strip_nulls(jsonb_build_object('max_users', \(school.maxUsers))), \(now))
            on conflict do nothing
            returning id, name, subdomain, status, primary_color, accent_color, locale
            """
        )
        guard let tenant else { throw AuthError.subdomainTaken }
        return tenant
    }
}

extension AuthService {
    func createTenant(_ request: CreateTenant, _ call: Call) async throws -> CreateTenant.Response {
        var school = NewTenant(name: request.name, subdomain: request.subdomain)
        (school.primaryColor, school.accentColor) = (request.primaryColor, request.accentColor)
        (school.locale, school.maxUsers) = (request.locale, request.maxUsers?.value)
        school.selfRegistration = request.selfRegistration ?? true
        school.verificationRequired = request.verificationRequired ?? false
        return try await call.write { [school] transaction in
            CreateTenant.Response(tenant: try transaction.open(school, at: call.now))
        }
    }
}
