package import FoundationEssentials
package import Postgres

/// Keeps the audit log's months: a year of them ahead, and none whose lines are all seven years old (contract section
/// 1.11).
///
/// Tables are made and dropped by their owner, whom the application cannot become; so this goes in by the login that
/// migrates. Any number of processes may do it: each waits for the other and finds nothing left to do.
package struct AuditLogMonths: Sendable {
    private let maintenance: Maintenance

    /// `administrator` is the login that migrations run with.
    package init(administrator: ConnectionTarget) { maintenance = Maintenance(administrator) }

    /// Makes and drops what is to be on that day.
    package func keep(on day: Date = Date()) async throws {
        let seconds = Int(day.timeIntervalSince1970)
        try await maintenance.run(
            """
            begin;
            set local role elymica_owner;
            set local timezone = 'UTC';
            set local lock_timeout = '2s';
            select pg_advisory_xact_lock(hashtextextended('auth.audit_log', 0));
            select auth.keep_audit_log(to_timestamp(\(seconds))::date, 12, interval '7 years');
            commit;
            """
        )
    }
}
