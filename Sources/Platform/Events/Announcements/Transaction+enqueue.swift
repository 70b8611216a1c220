package import FoundationEssentials
package import Postgres
import Telemetry
package import Values

extension Transaction {
    /// Records a job, to be run once this transaction has committed, and not before `date`.
    ///
    /// A `key` makes it one of a kind: while a job of this type with the same key exists for the tenant (done ones are
    /// kept for seven days), its id is returned and nothing is enqueued. Throws `EventsError.outsideTenant` in a
    /// transaction across tenants.
    @discardableResult
    package func enqueue<J: Job>(_ job: J, at date: Date? = nil, key: String? = nil) throws -> JobID {
        guard let tenant else { throw EventsError.outsideTenant }
        let id = JobID()
        let payload = try Payload.encode(job, name: J.name)
        // Updating the row that is there makes it visible even if it was committed after this statement began.
        let enqueued: JobID? = try value(
            """
            with job as (
                insert into events.jobs (tenant_id, id, name, key, payload, is_secret, run_at, trace_parent)
                values (
                    \(tenant), \(id), \(J.name), \(key), \(payload), \(J.isSecret), coalesce(\(date), now()),
                    \(TraceContext.current?.traceparent)
                )
                on conflict (tenant_id, name, key) do update set key = excluded.key
                returning id, state, run_at
            )
            select id,
                case when state = 'queued' and run_at <= now() then pg_notify(\(Channel.name), \(Channel.job)) end
            from job
            """
        )
        return enqueued ?? id
    }
}
