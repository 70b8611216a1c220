import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func verifyEmail(_ request: VerifyEmail, _ call: Call) async throws -> Acknowledged {
        try await verifyEmail(with: request.token, call)
        return Acknowledged("Your e-mail address is confirmed.")
    }

    func resendVerification(_ request: ResendVerification, _ call: Call) async throws -> Acknowledged {
        if let caller = call.principal {
            try await call.read { transaction in
                guard let user = try transaction.user(caller.userID, of: caller.tenantID) else { return }
                try transaction.requestLink(for: .verifyEmail, to: user.email, now: call.now)
            }
        } else {
            guard let email = request.email else { throw AuthError.missing(field: "email") }
            let school = try await school(request.tenantSubdomain, request.tenantID)
            try await requestLink(for: .verifyEmail, to: email, in: school, call)
        }
        return Acknowledged("If there is something to confirm, a mail with a link is on its way.")
    }
}

extension AuthService {
    /// Confirms the address that a link was sent to; `AuthError.invalidVerificationToken` when that does not work, or
    /// no longer.
    func verifyEmail(with shown: String, _ call: Call) async throws {
        guard let token = AccountToken(shown: shown), let tenant = try await school(of: token) else {
            throw AuthError.invalidVerificationToken
        }
        try await database.tenant(tenant) { transaction in
            guard let claim = try transaction.consume(token, for: .verifyEmail, in: tenant, now: call.now),
                let id = claim.userID, try transaction.confirm(claim.email, of: id, in: tenant, at: call.now)
            else { throw AuthError.invalidVerificationToken }
            let entry = AuditEntry(action: .emailVerified, actor: id, subject: claim.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
        }
    }
}

extension Transaction {
    /// Records that somebody reads the mail of an address; false when it is not the account's, or no longer.
    func confirm(_ email: Email, of user: UserID, in tenant: TenantID, at now: Date) throws -> Bool {
        try execute(
            """
            update auth.users set email_verified_at = coalesce(email_verified_at, \(now))
            where tenant_id = \(tenant) and id = \(user) and email = \(email)
            """
        ) == 1
    }
}
