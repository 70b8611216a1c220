import Access
package import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
package import Values

extension AuthService {
    func updateCurrentTenant(_ request: UpdateCurrentTenant, _ call: Call) async throws -> TenantWithSettings {
        struct Row: Decodable { var adminsNeedTwoFactor: Bool }
        let caller = try call.caller
        let (id, origin) = (caller.tenantID, Origin(call))
        let answer = try await call.write { transaction in
            let before: Row? = try transaction.first(
                """
                select admins_need_two_factor from auth.tenants where id = \(id) for no key update
                """
            )
            let updated: School? = try transaction.first(
                """
                update auth.tenants
                set name = coalesce(\(request.name), name), locale = coalesce(\(request.locale), locale),
                    primary_color = coalesce(\(request.primaryColor), primary_color),
                    accent_color = coalesce(\(request.accentColor), accent_color),
                    self_registration = coalesce(\(request.selfRegistration), self_registration),
                    verification_required = coalesce(\(request.verificationRequired), verification_required),
                    admins_need_two_factor = coalesce(\(request.adminsNeedTwoFactor), admins_need_two_factor)
                where id = \(id)
                returning id, name, subdomain, status, primary_color, accent_color, locale, self_registration,
                    verification_required
                """
            )
            guard let before, let updated else { throw AuthError.unknownSchool }
            let isNeeded = request.adminsNeedTwoFactor ?? before.adminsNeedTwoFactor
            if isNeeded, !before.adminsNeedTwoFactor {
                try transaction.signOutAdministratorsWithoutFactor(in: id, but: caller.userID, at: call.now)
            }
            try transaction.audit(AuditEntry(action: .tenantUpdated, actor: caller.userID), in: id, from: origin)
            return TenantWithSettings(
                tenant: updated.tenant,
                settings: .init(
                    selfRegistration: updated.selfRegistration,
                    verificationRequired: updated.verificationRequired,
                    adminsNeedTwoFactor: isNeeded
                )
            )
        }
        return answer
    }

    func setTenantStatus(_ request: SetTenantStatus, _ call: Call) async throws -> SetTenantStatus.Response {
        let caller = try call.caller
        guard request.tenantID != caller.tenantID else { throw AuthError.ownSchool }
        let tenant = try await database.tenant(request.tenantID) { transaction in
            try transaction.set(request.status, of: request.tenantID, by: caller.userID, from: Origin(call))
        }
        return SetTenantStatus.Response(tenant: tenant)
    }
}

extension AuthAdministration {
    /// Suspends a school, which keeps everybody of it out within two seconds, or opens it again.
    package func set(_ status: TenantStatus, of tenant: TenantID) async throws -> Tenant {
        try await database.tenant(tenant) { try $0.set(status, of: tenant, by: nil, from: Origin(at: Date())) }
    }
}

extension Transaction {
    /// Processes read which schools are suspended whenever the bell rings, so there is nothing to be written for them.
    fileprivate func set(
        _ status: TenantStatus,
        of tenant: TenantID,
        by actor: UserID?,
        from origin: Origin
    ) throws -> Tenant {
        let updated: Tenant? = try first(
            """
            update auth.tenants set status = \(status) where id = \(tenant)
            returning id, name, subdomain, status, primary_color, accent_color, locale
            """
        )
        guard let updated else { throw AuthError.unknownSchool }
        let action: AuditedAction = status == .active ? .tenantReopened : .tenantSuspended
        try audit(AuditEntry(action: action, actor: actor), in: tenant, from: origin)
        try notify(RevocationFeed.channel)
        return updated
    }

    fileprivate func signOutAdministratorsWithoutFactor(
        in tenant: TenantID,
        but caller: UserID,
        at now: Date
    ) throws {
        let without: [UserID] = try all(
            """
            select u.id from auth.users u
            where u.tenant_id = \(tenant) and u.role in ('admin', 'super_admin') and not exists (
                select from auth.second_factors f
                where f.tenant_id = u.tenant_id and f.user_id = u.id and f.confirmed_at is not null)
            order by u.id
            """
        )
        guard !without.contains(caller) else { throw AuthError.twoFactorFirst }
        for user in without { try end(.all(of: user), in: tenant, because: .twoFactorRequired, at: now) }
    }
}
