import AuthAPI
import Events
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Sends somebody a code by text message. The one they had for the same purpose is worth nothing any more.
    func textCode(_ purpose: CodePurpose, to number: PhoneNumber, of user: User, at now: Date) throws {
        let digits = CodeDigest.newDigits()
        let expiry = now.addingTimeInterval(CodeLimits.lifetime / .seconds(1))
        try store(digits, for: purpose, of: user, sentTo: number.text, until: expiry)
        let school: String? = try value("select name from auth.tenants where id = \(user.tenantID)")
        try announce(
            TextMessageRequested(
                to: number,
                body: CodeMessage(code: digits, purpose: purpose, school: school ?? "").text(in: user.locale),
                kind: purpose,
                userID: user.id,
                validUntil: expiry
            )
        )
    }

    /// Mails somebody a code that confirms their address.
    func mailCode(to user: User, at now: Date) throws {
        let digits = CodeDigest.newDigits()
        let expiry = now.addingTimeInterval(CodeLimits.lifetime / .seconds(1))
        try store(digits, for: .verifyEmail, of: user, sentTo: user.email.text, until: expiry)
        var mail = AccountMailRequested(.emailCode, to: user)
        (mail.code, mail.validForMinutes) = (digits, CodeLimits.lifetime.wholeMinutes)
        try announce(mail)
    }

    /// Stores the digest of a code in the place of the one before.
    private func store(
        _ digits: String,
        for purpose: CodePurpose,
        of user: User,
        sentTo destination: String,
        until expiry: Date
    ) throws {
        let code = CodeDigest(of: digits)
        try execute(
            """
            insert into auth.codes (tenant_id, user_id, purpose, destination, salt, digest, expires_at)
            values (\(user.tenantID), \(user.id), \(purpose.rawValue), \(destination), \(code.salt), \(code.digest),
                \(expiry))
            on conflict (tenant_id, user_id, purpose) do update
            set destination = excluded.destination, salt = excluded.salt, digest = excluded.digest, attempts = 0,
                expires_at = excluded.expires_at
            """
        )
    }

    /// Refuses a code within a minute of the last one for the same subject: `AuthError.codeSentRecently`.
    ///
    /// By a digest of what was asked for, whether it exists or not: nobody learns from it which numbers do.
    func spaceCodes(_ purpose: CodePurpose, for subject: String, in tenant: TenantID, at now: Date) throws {
        let subject = "\(purpose.rawValue) \(subject)"
        let pause = CodeLimits.resendPause / .seconds(1)
        let isFree =
            try execute(
                """
                insert into auth.code_requests as last (tenant_id, subject, requested_at)
                values (\(tenant), sha256(convert_to(\(subject), 'UTF8')), \(now))
                on conflict (tenant_id, subject) do update set requested_at = excluded.requested_at
                where last.requested_at <= \(now.addingTimeInterval(-pause))
                """
            ) == 1
        guard !isFree else { return }
        let last: Date? = try value(
            """
            select requested_at from auth.code_requests
            where tenant_id = \(tenant) and subject = sha256(convert_to(\(subject), 'UTF8'))
            """
        )
        let rest = (last ?? now).addingTimeInterval(pause).timeIntervalSince(now)
        throw AuthError.codeSentRecently(retryAfter: .seconds(min(max(rest, 1), pause)))
    }
}
