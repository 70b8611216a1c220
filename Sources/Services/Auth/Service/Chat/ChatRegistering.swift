import Access
import AuthAPI
import Endpoints
import Events
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatSignUp(_ request: ChatSignUp, _ call: Call) async throws -> ChatUserMade {
        let person = try NewUser(request.username, request.email, .student, orElse: .registrationFailed)
        guard let password = request.password, !password.text.isEmpty else { throw ChatRefusal.missingFields }
        guard let school = try await school(nil, chatTenant), school.status == .active, school.selfRegistration else {
            throw ChatRefusal.registrationFailed
        }
        try await call.limitRegistrations(in: school.id)
        try await database.tenant(school.id) { try $0.checkIsNew(person, in: school.id) }
        let hash = try await chatHash(password, orElse: .registrationFailed)
        return try await call.write(in: school.id) { transaction in
            let added = try transaction.add(person, passwordHash: hash, to: school.id, at: call.now)
            let entry = AuditEntry(action: .registered, actor: added.id, subject: added.email)
            try transaction.audit(entry, in: school.id, from: Origin(call))
            try transaction.sendChatCode(to: added, now: call.now)
            return ChatUserMade("User registered successfully. Check your e-mail for the code.", added.id)
        }
    }

    func chatVerifyEmail(_ request: ChatVerifyEmail, _ call: Call) async throws -> Acknowledged {
        guard let token = request.token.filled else { throw ChatRefusal.missingFields }
        guard let code = AccountToken(shown: token) else { throw ChatRefusal.verificationFailed }
        let tenant = try await chatTenant
        try await database.tenant(tenant) { transaction in
            guard let claim = try transaction.consume(code, for: .verifyEmail, in: tenant, now: call.now),
                let id = claim.userID, try transaction.verify(claim.email, of: id, in: tenant, at: call.now)
            else { throw ChatRefusal.verificationFailed }
            let entry = AuditEntry(action: .emailVerified, actor: id, subject: claim.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
        }
        return Acknowledged("Email verified successfully")
    }

    func chatResendVerification(_ request: ChatResendVerification, _ call: Call) async throws -> Acknowledged {
        guard let text = request.email.filled else { throw ChatRefusal.emailRequired }
        guard let email = try? Email(parsing: text) else { throw ChatRefusal.resendFailed }
        let tenant = try await chatTenant
        try await call.limitLinks(to: email.text, in: tenant)
        try await database.tenant(tenant) { transaction in
            let id: UserID? = try transaction.value(
                """
                select id from auth.users
                where tenant_id = \(tenant) and email = \(email) and email_verified_at is null and status = 'active'
                """
            )
            guard let id, let user = try transaction.user(id, of: tenant) else { throw ChatRefusal.resendFailed }
            // One mail a minute: the code that is on its way is good.
            let isOnItsWay = try transaction.value(
                """
                select exists (
                    select from auth.account_tokens
                    where tenant_id = \(tenant) and user_id = \(id) and purpose = 'verify_email' and used_at is null
                        and created_at > \(call.now.addingTimeInterval(-60)))
                """,
                as: Bool.self
            )
            if isOnItsWay != true { try transaction.sendChatCode(to: user, now: call.now) }
        }
        return Acknowledged("Verification email sent")
    }

    /// The hash of a password that is chosen here, where length alone is asked for; `refusal` when it may not be.
    func chatHash(_ password: Password, orElse refusal: ChatRefusal) async throws -> String {
        guard PasswordPolicy.chat.objections(to: password.text).isEmpty, let plaintext = Plaintext(password.text) else {
            throw refusal
        }
        return try await hasher.hash(plaintext)
    }
}

extension NewUser {
    /// From what a client sent: `ChatRefusal.missingFields` when one of the two is not there, `refusal` when it is not
    /// what it should be.
    init(_ username: String?, _ email: String?, _ role: Role, orElse refusal: ChatRefusal) throws {
        guard let username = username.filled, let email = email.filled else { throw ChatRefusal.missingFields }
        guard let name = try? Username(parsing: username), let email = try? Email(parsing: email),
            let line = try? Line<255>(parsing: name.text)
        else { throw refusal }
        self.init(email: email, name: line, role: role)
        self.username = name
    }
}

extension Transaction {
    /// Tells who has the username or the address already, before a password is hashed.
    func checkIsNew(_ person: NewUser, in tenant: TenantID) throws {
        let hasUsername = try value(
            """
            select exists (
                select from auth.users
                where tenant_id = \(tenant) and folded_username = lower(\(person.username)))
            """,
            as: Bool.self
        )
        if hasUsername == true { throw ChatRefusal.usernameExists }
        let hasEmail = try value(
            "select exists (select from auth.users where tenant_id = \(tenant) and email = \(person.email))",
            as: Bool.self
        )
        if hasEmail == true { throw ChatRefusal.emailExists }
    }

    /// Records that somebody reads the mail of an address; false when it is not the account's, or no longer.
    func verify(_ email: Email, of user: UserID, in tenant: TenantID, at now: Date) throws -> Bool {
        try execute(
            """
            update auth.users set email_verified_at = coalesce(email_verified_at, \(now))
            where tenant_id = \(tenant) and id = \(user) and email = \(email)
            """
        ) == 1
    }

    /// Mails somebody a code that confirms their address. It is a token of 256 bits, good for a quarter of an hour: no
    /// six digits that anybody could guess for anybody.
    func sendChatCode(to user: User, now: Date) throws {
        let lifetime = Duration.seconds(900)
        let code = try issueToken(
            .verifyEmail,
            to: .user(user.id),
            at: user.email,
            in: user.tenantID,
            validFor: lifetime,
            now: now
        )
        var mail = AccountMailRequested(.emailCode, to: user)
        (mail.code, mail.validForMinutes) = (code.text, lifetime.wholeMinutes)
        try announce(mail)
    }
}
