import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func signIn(_ request: SignIn, _ call: Call) async throws -> SignIn.Response {
        // A flood of sign-ins costs no query.
        try await hasher.expecting { try await admitted(request, call) }
    }

    private func admitted(_ request: SignIn, _ call: Call) async throws -> SignIn.Response {
        guard let typed = request.email ?? request.username else { throw AuthError.missing(field: "email") }
        guard let password = Plaintext(request.password.text) else { throw AuthError.invalidCredentials }
        let found = try await lookingUp.run { () -> (School, SignInAttempt)? in
            guard let school = try await school(request.tenantSubdomain, request.tenantID) else { return nil }
            return (school, try await attempt(to: school, as: typed.text.lowercased(), call))
        }
        guard let (school, attempt) = found else {
            let limits = SignInLimits(call, tenant: nil, account: typed.text)
            try await limits.begin()
            try await hasher.verifyAbsent(password)
            await limits.failed()
            throw AuthError.invalidCredentials
        }
        // Before the password is looked at: a closed account costs nothing.
        if let wait = attempt.lock(settings, at: call.now) {
            try await record(.signInLocked, attempt, call)
            throw AuthError.accountLocked(retryAfter: wait)
        }
        let limits = SignInLimits(call, attempt)
        try await limits.begin()
        let verdict: PasswordVerdict
        do {
            verdict = try await verify(password, of: attempt)
        } catch {
            await limits.gaveUp()
            throw error
        }
        let newHash: String?
        switch verdict {
        case .differs:
            await limits.failed()
            try await record(.signInFailed, attempt, call)
            throw AuthError.invalidCredentials
        case .matches(let needsRehash):
            guard school.status == .active else { throw AuthError.schoolNotActive }
            newHash = needsRehash ? try await hasher.hash(password) : nil
        }
        do {
            let (user, token) = try await letIn(attempt, newHash: newHash, call)
            await limits.succeeded()
            return SignIn.Response(try tokens(for: user, token, at: call.now), user: user, tenant: school.tenant)
        } catch let error as AuthError where error.isChallenge {
            await limits.succeeded()
            try await record(.twoFactorAsked, attempt, call)
            throw error
        }
    }

    /// What is known about the name somebody typed, in one statement whether it exists or not.
    private func attempt(to school: School, as name: String, _ call: Call) async throws -> SignInAttempt {
        let (tenant, origin) = (school.id, Origin(call))
        let device = Device(origin)
        let known: SignInAttempt.Known? = try await database.tenant(tenant).first(
            """
            select u.id, u.email, u.password_hash, f.failures, f.last_failed_at, d.device is not null as is_known_device
            from (values (\(name))) as typed (name)
            left join auth.users u
                on u.tenant_id = \(tenant) and (u.email = typed.name or u.folded_username = typed.name)
            left join auth.known_devices d
                on d.tenant_id = \(tenant) and d.user_id = u.id and d.device = \(device.digest)
            left join auth.sign_in_failures f
                on f.tenant_id = \(tenant) and f.account = sha256(convert_to(
                    coalesce(u.email, typed.name) || coalesce(' ' || encode(d.device, 'hex'), ''), 'UTF8'))
            """
        )
        return SignInAttempt(tenant: tenant, typed: name, known: known, device: device, origin: origin)
    }

    private func verify(_ password: Plaintext, of attempt: SignInAttempt) async throws -> PasswordVerdict {
        guard let hash = attempt.known?.passwordHash else {
            try await hasher.verifyAbsent(password)
            return .differs
        }
        return try await hasher.verify(password, against: hash)
    }

    private func record(_ action: AuditedAction, _ attempt: SignInAttempt, _ call: Call) async throws {
        try await database.tenant(attempt.tenant) { [settings] transaction in
            if action == .signInFailed {
                try transaction.countFailure(of: attempt.account, in: attempt.tenant, settings, at: call.now)
            }
            let entry = AuditEntry(action: action, actor: attempt.known?.id, subject: attempt.subject)
            try transaction.audit(entry, in: attempt.tenant, from: attempt.origin)
        }
    }

    /// Opens a session for somebody who knew the password.
    ///
    /// Guesses are checked in parallel, so the account may have been closed since this one began: however many are
    /// made at once, the sixth is worth nothing.
    private func letIn(
        _ attempt: SignInAttempt,
        newHash: String?,
        _ call: Call
    ) async throws -> (user: User, token: RefreshableSession) {
        guard let id = attempt.known?.id else { throw AuthError.invalidCredentials }
        return try await database.tenant(attempt.tenant) { [settings] transaction in
            let failures = try transaction.failures(of: attempt.account, in: attempt.tenant)
            if let wait = failures?.lock(settings, at: call.now) { throw AuthError.accountLocked(retryAfter: wait) }
            // Waits for whoever is changing the password, the role or the status of the account, and sees it: a session
            // opened here is either one they end, or none.
            let isSamePassword =
                try transaction.execute(
                    """
                    update auth.users
                    set last_sign_in_at = \(call.now), password_hash = coalesce(\(newHash), password_hash)
                    where tenant_id = \(attempt.tenant) and id = \(id)
                        and password_hash = \(attempt.known?.passwordHash)
                    """
                ) == 1
            guard isSamePassword, let user = try transaction.user(id, of: attempt.tenant) else {
                throw AuthError.invalidCredentials
            }
            guard user.status == .active else { throw AuthError.accountNotActive }
            try transaction.requireVerification(of: id, in: attempt.tenant)
            if failures != nil { try transaction.forgetFailures(of: attempt.account, in: attempt.tenant) }
            let session = try transaction.openSession(for: user, settings, from: attempt.origin)
            let entry = AuditEntry(action: .signedIn, actor: id, subject: user.email, session: session.id)
            try transaction.audit(entry, in: attempt.tenant, from: attempt.origin)
            return (user, session)
        }
    }
}

/// Somebody's try to sign in, before anything is known about the password.
struct SignInAttempt: Sendable {
    let tenant: TenantID
    let typed: String
    let known: Known?
    let device: Device
    let origin: Origin

    /// The account of that name, if there is one, whether it signed in with this device before, and its failures.
    struct Known: Decodable, Sendable {
        var id: UserID?
        var email: Email?
        var passwordHash: String?
        var failures: Int?
        var lastFailedAt: Date?
        var isKnownDevice: Bool
    }

    var isFromKnownDevice: Bool { known?.isKnownDevice == true }

    /// What failures are counted by: an account has one count, however it is named, and one more for each device it has
    /// signed in with. So whoever guesses from elsewhere does not lock its owner out.
    var account: String {
        let name = known?.email?.text ?? typed
        return isFromKnownDevice ? "\(name) \(device.text)" : name
    }

    var subject: Email? { known?.email ?? (try? Email(parsing: typed)) }

    func lock(_ settings: AuthSettings, at now: Date) -> Duration? {
        guard let failures = known?.failures, let lastFailedAt = known?.lastFailedAt else { return nil }
        return SignInFailures(failures: failures, lastFailedAt: lastFailedAt).lock(settings, at: now)
    }
}
