import Access
import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// Somebody's second factor as it is stored, its row locked until the transaction ends.
struct SecondFactor: Decodable {
    var secret: [UInt8]
    var confirmedAt: Date?
    var lastStep: Int
    var recoveryCodesLeft: Int
}

/// What showing a code led to.
enum CodeVerdict: Sendable {
    case right
    case wrong
    /// Too many were wrong lately; nothing was looked at.
    case locked(Duration)
}

extension Transaction {
    /// The second factor of an account. Whoever shows codes for one account comes one after the other.
    func secondFactor(of user: UserID, in tenant: TenantID) throws -> SecondFactor? {
        try first(
            """
            select secret, confirmed_at, last_step,
                (select count(*) from auth.recovery_codes c
                    where c.tenant_id = f.tenant_id and c.user_id = f.user_id and used_at is null)
                    as recovery_codes_left
            from auth.second_factors f
            where tenant_id = \(tenant) and user_id = \(user)
            for update
            """
        )
    }

    /// Takes a code of the app or one of the recovery codes, once. Wrong ones count like wrong passwords, and the count
    /// commits with the caller's transaction: return the verdict, do not throw it.
    func take(
        _ code: String,
        for user: User,
        _ factor: SecondFactor,
        _ settings: AuthSettings,
        at now: Date
    ) throws -> CodeVerdict {
        guard let key = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
        let (tenant, account) = (user.tenantID, user.email.text)
        if let wait = try failures(of: account, in: tenant)?.lock(settings, at: now) { return .locked(wait) }
        let typed = code.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        let isRight: Bool
        if typed.utf8.count == 6 {
            let secret = try key.open(factor.secret, for: user.id, in: tenant)
            let step = TimedCode(secret: secret).step(of: typed, at: now, after: factor.lastStep)
            isRight = step != nil
            if let step {
                try execute(
                    """
                    update auth.second_factors set last_step = \(step)
                    where tenant_id = \(tenant) and user_id = \(user.id)
                    """
                )
            }
        } else {
            let digest = key.digest(ofRecoveryCode: typed, of: user.id, in: tenant)
            isRight =
                try execute(
                    """
                    update auth.recovery_codes set used_at = \(now)
                    where tenant_id = \(tenant) and user_id = \(user.id) and code = \(digest) and used_at is null
                    """
                ) == 1
        }
        if !isRight { try countFailure(of: account, in: tenant, settings, at: now) }
        return isRight ? .right : .wrong
    }

    /// Refuses a session to somebody who has proved one factor where two are needed; the error carries a challenge.
    func requireSecondFactor(of user: User, _ settings: AuthSettings, at now: Date) throws {
        struct Need: Decodable {
            var hasFactor, isAsked: Bool
            var passwordHash: String?
        }
        let need: Need? = try first(
            """
            select t.admins_need_two_factor and u.role in ('admin', 'super_admin') as is_asked, u.password_hash,
                exists (
                    select from auth.second_factors f
                    where f.tenant_id = u.tenant_id and f.user_id = u.id and f.confirmed_at is not null
                ) as has_factor
            from auth.users u
            join auth.tenants t on t.id = u.tenant_id
            where u.tenant_id = \(user.tenantID) and u.id = \(user.id)
            """
        )
        guard let need, need.hasFactor || need.isAsked else { return }
        guard let secret = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
        let challenge = Challenge.make(
            need.hasFactor ? .verify : .enroll,
            for: user.id,
            in: user.tenantID,
            passwordHash: need.passwordHash,
            secret: secret,
            at: now
        )
        throw need.hasFactor ? AuthError.twoFactorRequired(challenge) : .twoFactorEnrollmentRequired(challenge)
    }

    /// Replaces the recovery codes and returns the new ones, which nobody can read again.
    func makeRecoveryCodes(for user: User, _ secret: InstallationSecret) throws -> [String] {
        let codes = (0..<10).map { _ in RecoveryCode.make() }
        let digests = codes.map { code in
            secret.digest(ofRecoveryCode: code.filter { $0 != "-" }, of: user.id, in: user.tenantID)
        }
        try execute(
            "delete from auth.recovery_codes where tenant_id = \(user.tenantID) and user_id = \(user.id)"
        )
        for digest in digests {
            try execute(
                """
                insert into auth.recovery_codes (tenant_id, user_id, code)
                values (\(user.tenantID), \(user.id), \(digest))
                """
            )
        }
        return codes
    }
}

/// A code for whoever has lost the phone: ten letters and digits in two groups, 50 random bits.
enum RecoveryCode {
    /// Crockford's alphabet: nothing that looks like something else.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    static func make() -> String {
        let digits = (0..<10).map { _ in alphabet[Int.random(in: 0..<32)] }
        return String(digits[..<5]) + "-" + String(digits[5...])
    }
}
