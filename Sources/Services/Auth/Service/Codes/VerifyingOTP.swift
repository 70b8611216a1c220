import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func verifyOTP(_ request: VerifyOTP, _ call: Call) async throws -> VerifyOTP.Response {
        guard let account = try await account(of: request, call) else { throw AuthError.invalidCode }
        let tenant = account.tenantID
        let limits = SignInLimits(call, codesOf: tenant)
        try await limits.begin()
        let answer = try await database.tenant(tenant) { transaction -> VerifyOTP.Response? in
            let purposes: [CodePurpose] = [.verifyEmail, .verifyPhone]
            let code = try transaction.takeCode(request.otp, for: purposes, of: account.id, in: tenant, at: call.now)
            guard let user = try transaction.user(account.id, of: tenant) else { return nil }
            guard let code, try transaction.confirm(code, of: user, at: call.now) else {
                let entry = AuditEntry(action: .codeRefused, actor: user.id, subject: user.email)
                try transaction.audit(entry, in: tenant, from: Origin(call))
                return nil
            }
            let action: AuditedAction = code.purpose == .verifyEmail ? .emailVerified : .phoneVerified
            try transaction.audit(
                AuditEntry(action: action, actor: user.id, subject: user.email),
                in: tenant,
                from: Origin(call)
            )
            return try transaction.standing(of: user, after: code)
        }
        guard let answer else {
            await limits.failed()
            throw AuthError.invalidCode
        }
        return answer
    }

    private struct Account: Decodable, Sendable {
        var tenantID: TenantID
        var id: UserID
    }

    /// Whose code it is said to be: by id, or by where it was sent to, when that is one person of the school.
    private func account(of request: VerifyOTP, _ call: Call) async throws -> Account? {
        if let id = request.userID ?? request.userIDInCamelCase {
            return try await database.platform(reason: "find the school of somebody who confirms a code").first(
                "select tenant_id, id from auth.users where id = \(id)"
            )
        }
        guard let destination = request.email?.text ?? request.phoneNumber?.text else {
            throw AuthError.missing(field: "user_id")
        }
        guard let school = try await school(request.tenantSubdomain, request.tenantID) else { return nil }
        let accounts: [Account] = try await database.tenant(school.id).all(
            """
            select distinct tenant_id, user_id as id from auth.codes
            where tenant_id = \(school.id) and destination = \(destination) and expires_at > \(call.now)
                and purpose in ('verify_email', 'verify_phone')
            limit 2
            """
        )
        return accounts.count == 1 ? accounts[0] : nil
    }
}

extension Transaction {
    /// Records what a code has proven; false when the account has another address by now. A number that is confirmed is
    /// the account's from then on.
    func confirm(_ code: TakenCode, of user: User, at now: Date) throws -> Bool {
        if code.purpose == .verifyEmail {
            return try execute(
                """
                update auth.users set email_verified_at = \(now)
                where tenant_id = \(user.tenantID) and id = \(user.id) and email = \(code.destination)
                """
            ) == 1
        }
        return try execute(
            """
            update auth.users set phone_number = \(code.destination), phone_verified_at = \(now)
            where tenant_id = \(user.tenantID) and id = \(user.id)
            """
        ) == 1
    }

    fileprivate func standing(of user: User, after code: TakenCode) throws -> VerifyOTP.Response? {
        struct Standing: Decodable, Sendable {
            var email: Bool
            var phone: Bool
        }
        let standing: Standing? = try first(
            """
            select email_verified_at is not null as email, phone_verified_at is not null as phone
            from auth.users where tenant_id = \(user.tenantID) and id = \(user.id)
            """
        )
        guard let standing else { return nil }
        return VerifyOTP.Response(
            message: "Your \(code.purpose == .verifyEmail ? "e-mail address" : "phone number") is confirmed.",
            emailVerified: standing.email,
            phoneVerified: standing.phone
        )
    }

    /// `AuthError.notVerified` where the school lets in only people whose e-mail address or phone number is confirmed,
    /// and this one has neither.
    func requireVerification(of user: UserID, in tenant: TenantID) throws {
        let isMissing: Bool? = try value(
            """
            select school.verification_required and person.email_verified_at is null
                and person.phone_verified_at is null
            from auth.users person
            join auth.tenants school on school.id = person.tenant_id
            where person.tenant_id = \(tenant) and person.id = \(user)
            """
        )
        if isMissing == true { throw AuthError.notVerified }
    }
}
