package import FoundationEssentials
import Synchronization
package import Values

/// What was taken back before it expired: sessions, and everything a person or a school had before some instant.
///
/// Fed from the database (every process hears of every revocation) and asked for every request. An entry is kept until
/// the last token it could concern has expired. Bounded: when there are too many to remember, all tokens issued so far
/// are refused, and everybody's client fetches a new one.
package final class Revocations: Sendable {
    /// The longest that any access token is valid; longer ones are refused, or they would outlive what is noted here.
    package let tokenLifetime: Duration
    private let retention: TimeInterval
    private let sessions: EpochTable<Noun.Session>
    private let users: EpochTable<Noun.User>
    private let tenants: EpochTable<Noun.Tenant>
    /// Schools whose people are kept out, whenever their tokens were issued.
    private let closed = Mutex<Set<TenantID>>([])
    /// False while no school is, which spares most requests the look-up.
    private let isAnyClosed = Atomic<Bool>(false)
    /// Tokens issued before this instant are refused, in milliseconds since 1970.
    private let floor = Atomic<Int64>(.min)
    /// Up to when all revocations were heard of, in milliseconds since 1970.
    private let confirmed = Atomic<Int64>(.min)

    package init(tokenLifetime: Duration = .seconds(900), capacity: Int = 64_000) {
        self.tokenLifetime = tokenLifetime
        retention = tokenLifetime / .seconds(1) + 2 * TokenVerifier.clockTolerance
        sessions = EpochTable(capacity: capacity)
        users = EpochTable(capacity: capacity)
        tenants = EpochTable(capacity: capacity)
    }

    /// Refuses all tokens of a session, whenever they were issued.
    package func revoke(session: SessionID, at now: Date = Date()) {
        record(session, in: sessions, before: .max, at: now)
    }

    /// Refuses the tokens a person got before an instant: after a ban, a new password, a change of role.
    ///
    /// Instants are compared by the millisecond, and a token of the same one is let through, so that whoever changed a
    /// password can be signed in at once. Revoke the sessions that ended as well.
    package func revoke(user: UserID, before: Date, at now: Date = Date()) {
        record(user, in: users, before: before.millisecondsSince1970, at: now)
    }

    /// Refuses the tokens that anybody of a tenant got before an instant.
    package func revoke(tenant: TenantID, before: Date, at now: Date = Date()) {
        record(tenant, in: tenants, before: before.millisecondsSince1970, at: now)
    }

    /// Refuses the tokens of these schools' people until told otherwise: the schools that are suspended now.
    package func close(_ tenants: Set<TenantID>) {
        closed.withLock { $0 = tenants }
        isAnyClosed.store(!tenants.isEmpty, ordering: .releasing)
    }

    /// Whether what this principal holds was taken back.
    package func covers(_ principal: Principal) -> Bool {
        let issuedAt = principal.issuedAt.millisecondsSince1970
        return sessions.refuses(principal.sessionID, issuedAt: issuedAt)
            || users.refuses(principal.userID, issuedAt: issuedAt)
            || tenants.refuses(principal.tenantID, issuedAt: issuedAt)
            || isAnyClosed.load(ordering: .acquiring) && closed.withLock { $0.contains(principal.tenantID) }
            // Last, because a table raises the floor before it forgets: what it forgot just now is caught here.
            || issuedAt < floor.load(ordering: .acquiring)
    }

    /// Notes that all revocations up to `instant` were heard of.
    package func confirm(upTo instant: Date) {
        confirmed.max(instant.millisecondsSince1970, ordering: .releasing)
    }

    /// Whether the feed was confirmed lately enough for operations where an old answer could cost money.
    package func isCurrent(within tolerance: Duration, at now: Date = Date()) -> Bool {
        let age = Double(now.millisecondsSince1970) - Double(confirmed.load(ordering: .acquiring))
        return age <= tolerance / .milliseconds(1)
    }

    private func record<Subject>(
        _ id: Identifier<Subject>,
        in table: EpochTable<Subject>,
        before: Int64,
        at now: Date
    ) {
        table.record(id, before: before, until: now.addingTimeInterval(retention), at: now) {
            floor.max(now.millisecondsSince1970, ordering: .releasing)
        }
    }
}
