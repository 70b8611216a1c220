import Events
import Postgres

extension AccountingService {
    /// What is kept: usage for 400 days, so that a year can be compared with the one before; holds and sessions that
    /// have ended for 90 days. The journal and the grants stay.
    static let forgetting = Schedule("accounting.forget_usage", every: .seconds(3600)) { run in
        let door = run.database.platform(reason: "forget old usage and ended holds")
        while try await door.execute(
            """
            delete from accounting.usage_records where (tenant_id, number) in (
                select tenant_id, number from accounting.usage_records
                where at < now() - interval '400 days' limit 1000)
            """
        ) == 1000 { try Task.checkCancellation() }
        while try await door.execute(
            """
            delete from accounting.streaming_sessions where (tenant_id, session_id) in (
                select tenant_id, session_id from accounting.streaming_sessions
                where completed_at < now() - interval '90 days' limit 1000)
            """
        ) == 1000 { try Task.checkCancellation() }
        while try await door.execute(
            """
            delete from accounting.holds where (tenant_id, id) in (
                select tenant_id, id from accounting.holds where ended_at < now() - interval '90 days' limit 1000)
            """
        ) == 1000 { try Task.checkCancellation() }
    }
}
