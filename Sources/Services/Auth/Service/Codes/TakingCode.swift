import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// A code that was right, and is used up.
struct TakenCode: Sendable {
    let purpose: CodePurpose
    /// The number or address it was sent to.
    let destination: String
}

extension Transaction {
    /// Uses up the code that fits, of those that somebody has for these purposes; `nil` when none does.
    ///
    /// The rows stay locked until the transaction ends, so however many guess at once, each waits for the one before it
    /// and finds what that one counted: the sixth guess at a code is not looked at, nor the eleventh of the hour. The
    /// caller commits also when the answer is `nil`, or nothing would be counted.
    func takeCode(
        _ code: OneTimeCode,
        for purposes: [CodePurpose],
        of user: UserID,
        in tenant: TenantID,
        at now: Date
    ) throws -> TakenCode? {
        let stored: [StoredCode] = try all(
            """
            select purpose, destination, salt, digest from auth.codes
            where tenant_id = \(tenant) and user_id = \(user) and purpose = any(\(purposes.map(\.rawValue)))
                and expires_at > \(now) and attempts < \(CodeLimits.triesPerCode)
            order by purpose
            for update
            """
        )
        guard let digits = code.digits, !stored.isEmpty, try countTry(of: user, in: tenant, at: now) else { return nil }
        let matching = stored.first { CodeDigest(salt: $0.salt, digest: $0.digest).matches(digits) }
        if let matching {
            try execute(
                """
                delete from auth.codes
                where tenant_id = \(tenant) and user_id = \(user) and purpose = \(matching.purpose.rawValue)
                """
            )
            return TakenCode(purpose: matching.purpose, destination: matching.destination)
        }
        try execute(
            """
            update auth.codes set attempts = attempts + 1
            where tenant_id = \(tenant) and user_id = \(user) and purpose = any(\(stored.map(\.purpose.rawValue)))
            """
        )
        return nil
    }

    /// Counts a guess against the account's hour; false when the hour has had them all.
    private func countTry(of user: UserID, in tenant: TenantID, at now: Date) throws -> Bool {
        let hourAgo = now.addingTimeInterval(-3600)
        return try execute(
            """
            insert into auth.code_tries as tries (tenant_id, user_id, tried_at)
            values (\(tenant), \(user), array[\(now)])
            on conflict (tenant_id, user_id) do update
            set tried_at = array(select at from unnest(tries.tried_at) as at where at > \(hourAgo)) || \(now)
            where (select count(*) from unnest(tries.tried_at) as at where at > \(hourAgo))
                < \(CodeLimits.triesPerHour)
            """
        ) == 1
    }

    /// Whose number it is, when that is one person of the school who may sign in: somebody who has confirmed it before
    /// somebody who only says so. A number that a family shares signs nobody in.
    func holder(of number: PhoneNumber, in tenant: TenantID) throws -> UserID? {
        let holders: [UserID] = try all(
            """
            select id from auth.users
            where tenant_id = \(tenant) and phone_number = \(number) and status = 'active'
                and (phone_verified_at is not null) = exists (
                    select from auth.users
                    where tenant_id = \(tenant) and phone_number = \(number) and status = 'active'
                        and phone_verified_at is not null
                )
            limit 2
            """
        )
        return holders.count == 1 ? holders[0] : nil
    }
}

private struct StoredCode: Decodable, Sendable {
    var purpose: CodePurpose
    var destination: String
    var salt: [UInt8]
    var digest: [UInt8]
}
