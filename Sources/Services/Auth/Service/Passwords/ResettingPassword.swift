import Access
import AuthAPI
import Endpoints
import Events
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func requestPasswordReset(_ request: RequestPasswordReset, _ call: Call) async throws -> Acknowledged {
        let school = try await school(request.tenantSubdomain, request.tenantID)
        try await requestLink(for: .resetPassword, to: request.email, in: school, call)
        return Acknowledged("If there is such an account, a mail with a link is on its way.")
    }

    func resetPassword(_ request: ResetPassword, _ call: Call) async throws -> Acknowledged {
        try await resetPassword(with: request.token, to: request.newPassword, call)
        return Acknowledged("Your password is changed. You can sign in now.")
    }

    func passwordReset(_ request: PasswordReset, _ call: Call) async throws -> Acknowledged {
        if let token = request.token {
            guard let password = request.newPassword else { throw AuthError.missing(field: "new_password") }
            return try await resetPassword(ResetPassword(token: token, newPassword: password), call)
        }
        guard let email = request.email else { throw AuthError.missing(field: "email") }
        var asked = RequestPasswordReset(tenantSubdomain: request.tenantSubdomain, email: email)
        asked.tenantID = request.tenantID
        return try await requestPasswordReset(asked, call)
    }
}

extension AuthService {
    /// Leaves a link to be sent and records that it was asked for: the same two statements for every address.
    func requestLink(
        for purpose: AccountTokenPurpose,
        to email: Email,
        in school: School?,
        _ call: Call
    ) async throws {
        guard let school else { return }
        let action: AuditedAction =
            purpose == .resetPassword ? .passwordResetRequested : .emailVerificationRequested
        let entry = AuditEntry(action: action, subject: email)
        try await database.tenant(school.id) { transaction in
            try transaction.audit(entry, in: school.id, from: Origin(call))
            try transaction.requestLink(for: purpose, to: email, now: call.now)
        }
    }

    /// Gives somebody the password they chose with a link's token, and ends everything they are signed in to.
    ///
    /// Nobody is signed in by it, so a second factor is asked for as before. Throws `AuthError.invalidResetToken`, and
    /// `weakPassword` with the token left as it was.
    func resetPassword(
        with shown: String,
        to password: Password,
        following policy: PasswordPolicy = .portal,
        _ call: Call
    ) async throws {
        let now = call.now
        guard let token = AccountToken(shown: shown), let tenant = try await school(of: token),
            // Before the hash, which costs a thousand queries.
            try await database.tenant(tenant, { try $0.claim(of: token, for: .resetPassword, in: tenant, now: now) })
                != nil
        else { throw AuthError.invalidResetToken }
        let hash = try await hasher.hash(chosen: password, policy, field: "new_password")
        let ended = try await database.tenant(tenant) { transaction in
            guard let claim = try transaction.consume(token, for: .resetPassword, in: tenant, now: now),
                let id = claim.userID, let user = try transaction.activeUser(id, of: tenant), user.email == claim.email
            else { throw AuthError.invalidResetToken }
            // Whoever reads the mail of an address has shown that it is theirs.
            try transaction.execute(
                """
                update auth.users
                set password_hash = \(hash), email_verified_at = coalesce(email_verified_at, \(now))
                where tenant_id = \(tenant) and id = \(id)
                """
            )
            try transaction.forgetFailures(of: user.email.text, in: tenant)
            let entry = AuditEntry(action: .passwordReset, actor: id, subject: user.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            try transaction.tellOfNewPassword(user, at: now)
            return try transaction.end(.all(of: id), in: tenant, because: .passwordReset, at: now)
        }
        refuse(ended)
    }
}

extension Transaction {
    /// Mails somebody that their password is another one now.
    func tellOfNewPassword(_ user: User, at now: Date) throws {
        var mail = AccountMailRequested(.passwordChanged, to: user)
        mail.occurredAt = now
        try announce(mail)
    }
}
