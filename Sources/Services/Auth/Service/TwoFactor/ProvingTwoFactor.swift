import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func verifyTwoFactor(_ request: VerifyTwoFactor, _ call: Call) async throws -> SignIn.Response {
        let user = try await holder(of: request.challengeToken.text, for: .verify, call)
        let origin = Origin(call)
        let outcome: Result<RefreshableSession, AuthError> = try await database.tenant(user.tenantID) {
            [settings] transaction in
            let verdict = try transaction.takeConfirmed(request.code, for: user, settings, at: call.now)
            if let refusal = try transaction.refusal(verdict, of: user, from: origin) { return .failure(refusal) }
            return .success(try transaction.admit(user, settings, from: origin))
        }
        return try await answer(user, try outcome.get(), call)
    }

    func disableTwoFactor(_ request: DisableTwoFactor, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let user = try await call.read { try $0.user(caller.userID, of: caller.tenantID) }
        guard let user else { throw AuthError.unknownUser }
        try await prove(request.password, of: user, call)
        let origin = Origin(call)
        let refusal: AuthError? = try await database.tenant(user.tenantID) { [settings] transaction in
            let isMandatory = try transaction.value(
                "select admins_need_two_factor from auth.tenants where id = \(user.tenantID)",
                as: Bool.self
            )
            if isMandatory == true, user.role == .admin || user.role == .superAdmin {
                throw AuthError.twoFactorMandatory
            }
            let verdict = try transaction.takeConfirmed(request.code, for: user, settings, at: call.now)
            if let refusal = try transaction.refusal(verdict, of: user, from: origin, isSignedIn: true) {
                return refusal
            }
            try transaction.removeSecondFactor(of: user)
            let entry = AuditEntry(action: .twoFactorDisabled, actor: user.id, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: origin)
            try transaction.tell(user, of: .twoFactorChanged, at: call.now)
            return nil
        }
        if let refusal { throw refusal }
        return Acknowledged("The second factor is off.")
    }

    func regenerateRecoveryCodes(
        _ request: RegenerateRecoveryCodes,
        _ call: Call
    ) async throws -> RegenerateRecoveryCodes.Response {
        let (caller, origin) = (try call.caller, Origin(call))
        let outcome: Result<[String], AuthError> = try await database.tenant(caller.tenantID) {
            [settings] transaction in
            guard let key = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
            guard let user = try transaction.user(caller.userID, of: caller.tenantID) else {
                throw AuthError.unknownUser
            }
            let verdict = try transaction.takeConfirmed(request.code, for: user, settings, at: call.now)
            if let refusal = try transaction.refusal(verdict, of: user, from: origin, isSignedIn: true) {
                return .failure(refusal)
            }
            let entry = AuditEntry(action: .recoveryCodesMade, actor: user.id, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: origin)
            try transaction.tell(user, of: .twoFactorChanged, at: call.now)
            return .success(try transaction.makeRecoveryCodes(for: user, key))
        }
        return RegenerateRecoveryCodes.Response(recoveryCodes: try outcome.get())
    }

    func resetTwoFactor(_ request: ResetTwoFactor, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let answer = try await call.write { transaction in
            let user = try transaction.account(request.userID, managedBy: caller)
            guard user.id != caller.userID else { throw AuthError.ownAccount }
            try transaction.removeSecondFactor(of: user)
            let ended = try transaction.end(
                .all(of: user.id),
                in: user.tenantID,
                because: .twoFactorReset,
                at: call.now
            )
            let entry = AuditEntry(action: .twoFactorReset, actor: caller.userID, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: Origin(call))
            try transaction.tell(user, of: .twoFactorChanged, at: call.now)
            let response = Acknowledged("\(user.name) signs in without a second factor.")
            return AnswerEndingSessions(response: response, ended: ended)
        }
        refuse(answer.ended)
        return answer.response
    }

    /// Whoever holds a challenge that is valid for that purpose, while account and school are active.
    func holder(of text: String, for purpose: Challenge.Purpose, _ call: Call) async throws -> User {
        guard let secret = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
        guard let challenge = Challenge.parse(text) else { throw AuthError.invalidChallenge }
        return try await database.tenant(challenge.tenant) { transaction in
            let hash = try transaction.value(
                "select password_hash from auth.users where tenant_id = \(challenge.tenant) and id = \(challenge.user)",
                as: String.self
            )
            guard challenge.isValid(purpose, passwordHash: hash, secret: secret, at: call.now),
                let user = try transaction.activeUser(challenge.user, of: challenge.tenant)
            else { throw AuthError.invalidChallenge }
            return user
        }
    }

    /// Checks the password of somebody who is signed in, for what must not be done with a stolen token alone. Wrong
    /// ones count like those at sign-in.
    func prove(_ password: Password, of user: User, _ call: Call) async throws {
        struct Known: Decodable, Sendable { var passwordHash: String? }
        let tenant = user.tenantID
        let known: Known? = try await database.tenant(tenant) { [settings] transaction in
            if let wait = try transaction.failures(of: user.email.text, in: tenant)?.lock(settings, at: call.now) {
                throw AuthError.accountLocked(retryAfter: wait)
            }
            return try transaction.first(
                "select password_hash from auth.users where tenant_id = \(tenant) and id = \(user.id)"
            )
        }
        guard let plaintext = Plaintext(password.text), let hash = known?.passwordHash else {
            throw AuthError.wrongPassword(field: "password")
        }
        guard case .matches = try await hasher.verify(plaintext, against: hash) else {
            try await database.tenant(tenant) { [settings] transaction in
                try transaction.countFailure(of: user.email.text, in: tenant, settings, at: call.now)
                let entry = AuditEntry(action: .signInFailed, actor: user.id, subject: user.email)
                try transaction.audit(entry, in: tenant, from: Origin(call))
            }
            throw AuthError.wrongPassword(field: "password")
        }
    }

    /// What somebody gets who is in.
    func answer(_ user: User, _ session: RefreshableSession, _ call: Call) async throws -> SignIn.Response {
        guard let school = try await school(nil, user.tenantID) else { throw AuthError.unknownSchool }
        return SignIn.Response(try tokens(for: user, session, at: call.now), user: user, tenant: school.tenant)
    }
}

extension Transaction {
    /// Opens the session of somebody who has proved both factors.
    func admit(_ user: User, _ settings: AuthSettings, from origin: Origin) throws -> RefreshableSession {
        try forgetFailures(of: user.email.text, in: user.tenantID)
        // Waits for a change of the account that is being written, and sees it.
        try execute(
            """
            update auth.users set last_sign_in_at = \(origin.instant)
            where tenant_id = \(user.tenantID) and id = \(user.id)
            """
        )
        guard let user = try activeUser(user.id, of: user.tenantID) else { throw AuthError.invalidChallenge }
        let session = try openSession(for: user, settings, from: origin, hasProvedSecondFactor: true)
        let entry = AuditEntry(
            action: .signedIn,
            actor: user.id,
            subject: user.email,
            session: session.id,
            detail: "second factor"
        )
        try audit(entry, in: user.tenantID, from: origin)
        return session
    }

    /// Takes a code of a factor that counts.
    fileprivate func takeConfirmed(
        _ code: Line<32>,
        for user: User,
        _ settings: AuthSettings,
        at now: Date
    ) throws -> CodeVerdict {
        guard let factor = try secondFactor(of: user.id, in: user.tenantID), factor.confirmedAt != nil else {
            throw AuthError.twoFactorNotBegun
        }
        return try take(code.text, for: user, factor, settings, at: now)
    }

    /// What is told to somebody whose code was not right, after it was written down; `nil` when it was.
    func refusal(
        _ verdict: CodeVerdict,
        of user: User,
        from origin: Origin,
        isSignedIn: Bool = false
    ) throws -> AuthError? {
        let refusal: AuthError
        switch verdict {
        case .right: return nil
        case .wrong: refusal = isSignedIn ? .wrongCode : .invalidCode
        case .locked(let wait): refusal = .accountLocked(retryAfter: wait)
        }
        let entry = AuditEntry(action: .twoFactorFailed, actor: user.id, subject: user.email)
        try audit(entry, in: user.tenantID, from: origin)
        return refusal
    }

    fileprivate func removeSecondFactor(of user: User) throws {
        try execute(
            "delete from auth.second_factors where tenant_id = \(user.tenantID) and user_id = \(user.id)"
        )
    }
}
