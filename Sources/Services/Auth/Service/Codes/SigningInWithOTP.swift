import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func signInWithOTP(_ request: SignInWithOTP, _ call: Call) async throws -> SignIn.Response {
        guard let school = try await school(request.tenantSubdomain, request.tenantID), school.status == .active else {
            throw AuthError.invalidCode
        }
        let tenant = school.id
        let limits = SignInLimits(call, codesOf: tenant)
        try await limits.begin()
        // A refusal is returned, not thrown: it commits with the code that was taken.
        let outcome: Result<Entered, AuthError> = try await database.tenant(tenant) { [settings] transaction in
            let holder = try transaction.holder(of: request.phoneNumber, in: tenant)
            // Nobody's code is looked for as well.
            let code = try transaction.takeCode(
                request.otp,
                for: [.signIn],
                of: holder ?? UserID(),
                in: tenant,
                at: call.now
            )
            let origin = Origin(call)
            let user = try holder.flatMap { try transaction.user($0, of: tenant) }
            guard let user, code?.destination == request.phoneNumber.text else {
                let entry = AuditEntry(action: .codeRefused, actor: user?.id, subject: user?.email)
                try transaction.audit(entry, in: tenant, from: origin)
                return .failure(.invalidCode)
            }
            // Whoever has the code has the phone.
            try transaction.execute(
                """
                update auth.users
                set last_sign_in_at = \(call.now), phone_verified_at = coalesce(phone_verified_at, \(call.now))
                where tenant_id = \(tenant) and id = \(user.id)
                """
            )
            let session: RefreshableSession
            do {
                session = try transaction.openSession(for: user, settings, from: origin)
            } catch let challenge as AuthError where challenge.isChallenge {
                let entry = AuditEntry(action: .twoFactorAsked, actor: user.id, subject: user.email)
                try transaction.audit(entry, in: tenant, from: origin)
                return .failure(challenge)
            }
            let entry = AuditEntry(action: .signedIn, actor: user.id, subject: user.email, session: session.id)
            try transaction.audit(entry, in: tenant, from: origin)
            return .success(Entered(user: user, session: session))
        }
        if case .failure(.invalidCode) = outcome { await limits.failed() }
        let entered = try outcome.get()
        let tokens = try tokens(for: entered.user, entered.session, at: call.now)
        return SignIn.Response(tokens, user: entered.user, tenant: school.tenant)
    }
}

private struct Entered: Sendable {
    let user: User
    let session: RefreshableSession
}
