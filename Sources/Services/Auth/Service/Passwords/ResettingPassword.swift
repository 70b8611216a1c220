import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func requestPasswordReset(_ request: RequestPasswordReset, _ call: Call) async throws -> Acknowledged {
        if let number = request.phoneNumber {
            let school = try await school(request.tenantSubdomain, request.tenantID)
            try await requestCode(.resetPassword, to: number, in: school, call)
            return Acknowledged("If this number has an account, a code is on its way to it.")
        }
        guard let email = request.email else { throw AuthError.missing(field: "email") }
        let school = try await school(request.tenantSubdomain, request.tenantID)
        try await requestLink(for: .resetPassword, to: email, in: school, call)
        return Acknowledged("If there is such an account, a mail with a link is on its way.")
    }

    func resetPassword(_ request: ResetPassword, _ call: Call) async throws -> Acknowledged {
        if let token = request.token {
            try await resetPassword(with: token, to: request.newPassword, call)
        } else {
            try await resetPasswordWithCode(request, call)
        }
        return Acknowledged("Your password is changed. You can sign in now.")
    }

    func passwordReset(_ request: PasswordReset, _ call: Call) async throws -> Acknowledged {
        if request.token == nil, request.otp == nil {
            var asked = RequestPasswordReset(
                tenantSubdomain: request.tenantSubdomain,
                email: request.email,
                phoneNumber: request.phoneNumber
            )
            asked.tenantID = request.tenantID
            return try await requestPasswordReset(asked, call)
        }
        guard let password = request.newPassword else { throw AuthError.missing(field: "new_password") }
        var chosen = ResetPassword(token: "", newPassword: password)
        (chosen.token, chosen.otp, chosen.phoneNumber) = (request.token, request.otp, request.phoneNumber)
        (chosen.tenantSubdomain, chosen.tenantID) = (request.tenantSubdomain, request.tenantID)
        return try await resetPassword(chosen, call)
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
        try await call.limitLinks(to: email.text, in: school.id)
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
            _ = try transaction.confirm(user.email, of: id, in: tenant, at: now)
            return try transaction.reset(user, to: hash, from: Origin(call), at: now)
        }
        refuse(ended)
    }
}

extension AuthService {
    /// The same with the code of a text message: 401 `AuthError.invalidCode` for whatever does not fit, alike.
    private func resetPasswordWithCode(_ request: ResetPassword, _ call: Call) async throws {
        guard let code = request.otp else { throw AuthError.missing(field: "token") }
        guard let number = request.phoneNumber else { throw AuthError.missing(field: "phone_number") }
        guard let school = try await school(request.tenantSubdomain, request.tenantID), school.status == .active else {
            throw AuthError.invalidCode
        }
        let (tenant, now) = (school.id, call.now)
        let limits = SignInLimits(call, codesOf: tenant)
        try await limits.begin()
        // Before the code is used up: a password that may not be chosen leaves it good.
        let hash = try await hasher.hash(chosen: request.newPassword, field: "new_password")
        let ended = try await database.tenant(tenant) { transaction -> EndedSessions? in
            let holder = try transaction.holder(of: number, in: tenant)
            // Nobody's code is looked for as well.
            let taken = try transaction.takeCode(
                code,
                for: [.resetPassword],
                of: holder ?? UserID(),
                in: tenant,
                at: now
            )
            let user = try holder.flatMap { try transaction.activeUser($0, of: tenant) }
            guard let user, let taken, taken.destination == number.text else {
                let entry = AuditEntry(action: .codeRefused, actor: user?.id, subject: user?.email)
                try transaction.audit(entry, in: tenant, from: Origin(call))
                return nil
            }
            _ = try transaction.confirm(taken, of: user, at: now)
            return try transaction.reset(user, to: hash, from: Origin(call), at: now)
        }
        guard let ended else {
            await limits.failed()
            throw AuthError.invalidCode
        }
        refuse(ended)
    }
}

extension Transaction {
    /// Sets the password of somebody who has shown who they are, tells them, and ends what they are signed in to.
    fileprivate func reset(_ user: User, to hash: String, from origin: Origin, at now: Date) throws -> EndedSessions {
        try execute(
            "update auth.users set password_hash = \(hash) where tenant_id = \(user.tenantID) and id = \(user.id)"
        )
        try forgetFailures(of: user.email.text, in: user.tenantID)
        let entry = AuditEntry(action: .passwordReset, actor: user.id, subject: user.email)
        try audit(entry, in: user.tenantID, from: origin)
        try tell(user, of: .passwordChanged, at: now)
        return try end(.all(of: user.id), in: user.tenantID, because: .passwordReset, at: now)
    }
}
