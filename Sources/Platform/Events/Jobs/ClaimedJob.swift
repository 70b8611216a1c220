import Postgres
import Values

/// A job that is leased to this process.
struct ClaimedJob: Decodable, Sendable {
    let tenantID: TenantID
    let id: JobID
    let name: String
    let payload: JSON
    let attempts: Int
    let traceParent: String?
}

extension Database {
    /// Leases up to `limit` due jobs of these types to `worker`, in the order they came due, and puts jobs whose lease
    /// ran out back in line.
    func claimJobs(_ handlers: [JobHandler], limit: Int, worker: WorkerID) async throws -> [ClaimedJob] {
        let names = handlers.map(\.name)
        return try await platform(reason: "find due jobs").all(
            """
            with handled as (
                select name, lease, maximum_attempts
                from unnest(\(names), \(handlers.map(\.lease.inSeconds)), \(handlers.map(\.maximumAttempts)))
                    as handled (name, lease, maximum_attempts)
            ), lost as (
                update events.jobs as job
                set state = case when job.attempts >= handled.maximum_attempts then 'parked' else 'queued' end,
                    payload = case when job.is_secret and job.attempts >= handled.maximum_attempts
                        then '{}' else job.payload end,
                    run_at = now(), lease_until = null, leased_by = null, last_error = 'LeaseExpired'
                from handled
                where job.state = 'running' and job.lease_until < now() and job.name = handled.name
            ), due as materialized (
                select tenant_id, id
                from events.jobs
                where state = 'queued' and run_at <= now() and name = any(\(names))
                order by run_at, id
                limit \(limit)
                for update skip locked
            )
            update events.jobs as job
            set state = 'running', attempts = job.attempts + 1, leased_by = \(worker),
                lease_until = now() + make_interval(secs => handled.lease)
            from due, handled
            where job.tenant_id = due.tenant_id and job.id = due.id and job.name = handled.name
            returning job.tenant_id, job.id, job.name, job.payload, job.attempts, job.trace_parent
            """
        )
    }
}

extension ClaimedJob {
    /// Extends the lease; false when it is no longer this worker's.
    func renewing(for lease: Duration, worker: WorkerID) -> Query {
        """
        update events.jobs set lease_until = now() + make_interval(secs => \(lease.inSeconds))
        where tenant_id = \(tenantID) and id = \(id) and leased_by = \(worker) and attempts = \(attempts)
        """
    }

    func completing(worker: WorkerID) -> Query {
        """
        update events.jobs
        set state = 'done', finished_at = now(), payload = case when is_secret then '{}' else payload end,
            last_error = null, lease_until = null, leased_by = null
        where tenant_id = \(tenantID) and id = \(id) and leased_by = \(worker) and attempts = \(attempts)
        """
    }

    /// Gives it back as if it had not been tried.
    func releasing(worker: WorkerID) -> Query {
        """
        update events.jobs
        set state = 'queued', attempts = attempts - 1, run_at = now(), lease_until = null, leased_by = null
        where tenant_id = \(tenantID) and id = \(id) and leased_by = \(worker) and attempts = \(attempts)
        """
    }

    /// Puts it back for later, or parks it.
    func failing(_ error: any Error, parks: Bool, limits: WorkerLimits, worker: WorkerID) -> Query {
        """
        update events.jobs
        set state = case when \(parks) then 'parked' else 'queued' end, last_error = \(ErrorName.name(of: error)),
            payload = case when is_secret and \(parks) then '{}' else payload end,
            run_at = now() + make_interval(secs => \(limits.pause(after: attempts).inSeconds)),
            lease_until = null, leased_by = null
        where tenant_id = \(tenantID) and id = \(id) and leased_by = \(worker) and attempts = \(attempts)
        """
    }
}
