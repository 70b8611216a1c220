import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatForgotPassword(_ request: ChatForgotPassword, _ call: Call) async throws -> Acknowledged {
        guard let text = request.email.filled else { throw ChatRefusal.emailRequired }
        let tenant = try await chatTenant
        if let email = try? Email(parsing: text) {
            try await call.limitLinks(to: email.text, in: tenant)
            // Looked up and mailed apart from the request: asking takes the same work for every address.
            try await database.tenant(tenant) { transaction in
                let entry = AuditEntry(action: .passwordResetRequested, subject: email)
                try transaction.audit(entry, in: tenant, from: Origin(call))
                try transaction.requestLink(for: .resetPassword, to: email, now: call.now)
            }
        }
        return Acknowledged("If the email exists, a password reset link has been sent")
    }

    func chatResetPassword(_ request: ChatResetPassword, _ call: Call) async throws -> Acknowledged {
        guard let shown = request.token.filled, let password = request.newPassword, !password.text.isEmpty else {
            throw ChatRefusal.missingFields
        }
        let (tenant, now) = (try await chatTenant, call.now)
        guard let token = AccountToken(shown: shown),
            // Before the hash, which costs a thousand queries.
            try await database.tenant(tenant, { try $0.claim(of: token, for: .resetPassword, in: tenant, now: now) })
                != nil
        else { throw ChatRefusal.resetFailed }
        let hash = try await chatHash(password, orElse: .resetFailed)
        let ended = try await database.tenant(tenant) { transaction in
            guard let claim = try transaction.consume(token, for: .resetPassword, in: tenant, now: now),
                let id = claim.userID, let user = try transaction.user(id, of: tenant), user.status == .active,
                user.email == claim.email
            else { throw ChatRefusal.resetFailed }
            // Whoever reads the mail of an address has shown that it is theirs.
            try transaction.execute(
                """
                update auth.users set email_verified_at = coalesce(email_verified_at, \(now))
                where tenant_id = \(tenant) and id = \(id)
                """
            )
            let entry = AuditEntry(action: .passwordReset, actor: id, subject: user.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            return try transaction.setPassword(of: user, to: hash, at: now)
        }
        refuse(ended)
        return Acknowledged("Password reset successful")
    }

    func chatChangePassword(_ request: ChatChangePassword, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let (tenant, id, now) = (caller.tenantID, caller.userID, call.now)
        guard let current = request.currentPassword, let new = request.newPassword, !current.text.isEmpty,
            !new.text.isEmpty
        else { throw ChatRefusal.missingFields }
        guard let email = try await database.tenant(tenant).first(.user(id, of: tenant), as: User.self)?.email else {
            throw ChatRefusal.userNotFound
        }
        let failures = try await database.tenant(tenant) { try $0.failures(of: email.text, in: tenant) }
        if let wait = failures?.lock(settings, at: now) { throw AuthError.accountLocked(retryAfter: wait) }
        try await call.limitPasswordTries()
        guard try await isPassword(current, of: id, in: tenant) else {
            try await database.tenant(tenant) { [settings] transaction in
                try transaction.countFailure(of: email.text, in: tenant, settings, at: now)
                let entry = AuditEntry(action: .passwordChangeFailed, actor: id, subject: email)
                try transaction.audit(entry, in: tenant, from: Origin(call))
            }
            throw ChatRefusal.wrongPassword
        }
        try await call.forgetPasswordTries()
        let hash = try await chatHash(new, orElse: .weakPassword)
        let ended = try await database.tenant(tenant) { transaction in
            guard let user = try transaction.user(id, of: tenant) else { throw ChatRefusal.userNotFound }
            let entry = AuditEntry(action: .passwordChanged, actor: id, subject: email, session: caller.sessionID)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            return try transaction.setPassword(of: user, to: hash, keeping: caller.sessionID, at: now)
        }
        refuse(ended)
        return Acknowledged("Password changed successfully")
    }

    func chatSetPassword(_ request: ChatSetPassword, _ call: Call) async throws -> ChatSetPassword.Response {
        let caller = try call.caller
        let tenant = caller.tenantID
        let reference = try ChatUserReference(request.userID)
        let generated = request.generateRandom == true ? Self.randomPassword() : nil
        let chosen = try generated.map { try Password($0) } ?? request.newPassword
        guard let chosen, !chosen.text.isEmpty else { throw ChatRefusal.missingFields }
        let hash = try await chatHash(chosen, orElse: .weakPassword)
        let (account, ended) = try await database.tenant(tenant) { transaction in
            let account = try transaction.chatAccount(reference, of: tenant)
            guard let user = try transaction.user(account.id, of: tenant) else { throw ChatRefusal.userNotFound }
            let entry = AuditEntry(action: .passwordSet, actor: caller.userID, subject: account.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            return (account, try transaction.setPassword(of: user, to: hash, at: call.now))
        }
        refuse(ended)
        return ChatSetPassword.Response(account.user, generatedPassword: generated)
    }

    private func isPassword(_ password: Password, of id: UserID, in tenant: TenantID) async throws -> Bool {
        guard let plaintext = Plaintext(password.text) else { return false }
        let hash: String? = try await database.tenant(tenant).value(
            "select password_hash from auth.users where tenant_id = \(tenant) and id = \(id)"
        )
        guard let hash else {
            try await hasher.verifyAbsent(plaintext)
            return false
        }
        return try await hasher.verify(plaintext, against: hash) != .differs
    }

    /// Sixteen characters that nobody confuses, from the system's cryptographic generator: 92 bits.
    private static func randomPassword() -> String {
        let characters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789")
        return String((0..<16).map { _ in characters[Int.random(in: characters.indices)] })
    }
}

extension Transaction {
    /// Gives somebody a password, tells them by mail, and ends what they were signed in to with the old one.
    fileprivate func setPassword(
        of user: User,
        to hash: String,
        keeping session: SessionID? = nil,
        at now: Date
    ) throws -> EndedSessions {
        try execute(
            "update auth.users set password_hash = \(hash) where tenant_id = \(user.tenantID) and id = \(user.id)"
        )
        try forgetFailures(of: user.email.text, in: user.tenantID)
        try tell(user, of: .passwordChanged, at: now)
        let sessions: SessionsToEnd = session.map { .others(of: user.id, but: $0) } ?? .all(of: user.id)
        return try end(sessions, in: user.tenantID, because: .passwordChanged, at: now)
    }
}
