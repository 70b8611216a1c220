import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// How often somebody failed to sign in lately.
///
/// Kept by a digest of the name that was tried, whether it exists or not: an account that is closed after five
/// failures must not be told from a name that nobody has, and what was typed may be a password in the wrong field.
struct SignInFailures: Decodable, Sendable {
    var failures: Int
    var lastFailedAt: Date

    /// How long the account is still closed; `nil` when it is open.
    func lock(_ settings: AuthSettings, at now: Date) -> Duration? {
        guard failures >= settings.failureLimit else { return nil }
        let rest = lastFailedAt.addingTimeInterval(settings.lockDuration / .seconds(1)).timeIntervalSince(now)
        return rest > 0 ? .seconds(rest) : nil
    }
}

extension Transaction {
    /// The failures of a name, its row locked until the transaction ends.
    func failures(of name: String, in tenant: TenantID) throws -> SignInFailures? {
        try first(
            """
            select failures, last_failed_at from auth.sign_in_failures
            where tenant_id = \(tenant) and account = sha256(convert_to(\(name), 'UTF8'))
            for update
            """
        )
    }

    /// Counts a failure; one that is older than a lock lasts is forgotten.
    func countFailure(of name: String, in tenant: TenantID, _ settings: AuthSettings, at now: Date) throws {
        let start = now.addingTimeInterval(-(settings.lockDuration / .seconds(1)))
        try execute(
            """
            insert into auth.sign_in_failures as f (tenant_id, account, failures, last_failed_at)
            values (\(tenant), sha256(convert_to(\(name), 'UTF8')), 1, \(now))
            on conflict (tenant_id, account) do update set
                failures = case when f.last_failed_at > \(start) then f.failures + 1 else 1 end,
                last_failed_at = greatest(f.last_failed_at, excluded.last_failed_at)
            """
        )
    }

    /// All that failures of an account are counted by: its address, and that with each device it has signed in with.
    func failureNames(of user: User) throws -> [String] {
        try all(
            """
            select \(user.email) union all
            select \(user.email) || ' ' || encode(device, 'hex') from auth.known_devices
            where tenant_id = \(user.tenantID) and user_id = \(user.id)
            """
        )
    }

    /// Forgets the failures of somebody who is in; of a whole account, those of its devices too.
    func forgetFailures(of name: String, in tenant: TenantID) throws {
        try execute(
            """
            delete from auth.sign_in_failures
            where tenant_id = \(tenant) and account in (
                select sha256(convert_to(\(name), 'UTF8'))
                union all
                select sha256(convert_to(u.email || ' ' || encode(d.device, 'hex'), 'UTF8'))
                from auth.users u
                join auth.known_devices d on d.tenant_id = u.tenant_id and d.user_id = u.id
                where u.tenant_id = \(tenant) and u.email = \(name)
            )
            """
        )
    }
}
