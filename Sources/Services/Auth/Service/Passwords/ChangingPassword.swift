import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func changePassword(_ request: ChangePassword, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let (tenant, id, origin) = (caller.tenantID, caller.userID, Origin(call))
        guard let current = Plaintext(request.currentPassword.text) else { throw AuthError.wrongPassword() }
        let known = try await credentials(of: id, in: tenant)
        if let wait = known.lock(settings, at: call.now) { throw AuthError.accountLocked(retryAfter: wait) }
        try await call.limitPasswordTries()
        guard try await isPassword(current, known.passwordHash) else {
            try await database.tenant(tenant) { [settings] transaction in
                try transaction.countFailure(of: known.email.text, in: tenant, settings, at: call.now)
                let entry = AuditEntry(action: .passwordChangeFailed, actor: id, subject: known.email)
                try transaction.audit(entry, in: tenant, from: origin)
            }
            throw AuthError.wrongPassword()
        }
        try await call.forgetPasswordTries()
        let hash = try await hasher.hash(chosen: request.newPassword, field: "new_password")
        let answer = try await call.write { transaction in
            // Somebody may have reset it since it was compared.
            let changed = try transaction.execute(
                """
                update auth.users set password_hash = \(hash)
                where tenant_id = \(tenant) and id = \(id) and password_hash = \(known.passwordHash)
                """
            )
            guard changed == 1, let user = try transaction.activeUser(id, of: tenant) else {
                throw AuthError.wrongPassword()
            }
            try transaction.forgetFailures(of: user.email.text, in: tenant)
            let entry = AuditEntry(action: .passwordChanged, actor: id, subject: user.email, session: caller.sessionID)
            try transaction.audit(entry, in: tenant, from: origin)
            try transaction.tell(user, of: .passwordChanged, at: call.now)
            var ended: EndedSessions?
            if request.revokeOtherSessions ?? true {
                let others = SessionsToEnd.others(of: id, but: caller.sessionID)
                ended = try transaction.end(others, in: tenant, because: .passwordChanged, at: call.now)
            }
            return AnswerEndingSessions(response: Acknowledged("Your password is changed."), ended: ended)
        }
        refuse(answer.ended)
        return answer.response
    }

    private func credentials(of id: UserID, in tenant: TenantID) async throws -> Credentials {
        let known: Credentials? = try await database.tenant(tenant).first(
            """
            select u.email, u.password_hash, f.failures, f.last_failed_at
            from auth.users u
            left join auth.sign_in_failures f
                on f.tenant_id = u.tenant_id and f.account = sha256(convert_to(u.email, 'UTF8'))
            where u.tenant_id = \(tenant) and u.id = \(id)
            """
        )
        guard let known else { throw AuthError.wrongPassword() }
        return known
    }

    private func isPassword(_ password: Plaintext, _ hash: String?) async throws -> Bool {
        guard let hash else {
            try await hasher.verifyAbsent(password)
            return false
        }
        return try await hasher.verify(password, against: hash) != .differs
    }
}

/// What somebody signs in with, and how often that failed.
private struct Credentials: Decodable, Sendable {
    var email: Email
    var passwordHash: String?
    var failures: Int?
    var lastFailedAt: Date?

    func lock(_ settings: AuthSettings, at now: Date) -> Duration? {
        guard let failures, let lastFailedAt else { return nil }
        return SignInFailures(failures: failures, lastFailedAt: lastFailedAt).lock(settings, at: now)
    }
}
