import Events
package import Postgres
package import Values

extension Ledger {
    /// Ends holds that nobody has renewed: what a killed process leaves is settled at its last checkpoint, at the
    /// latest this long after its lease.
    static let sweeping = Schedule("accounting.sweep_holds", every: .seconds(15)) { run in
        if try await prolongAfterAbsence(run) { return }
        let schools = try await run.database.platform(reason: "find holds whose lease is over").all(
            "select distinct tenant_id from accounting.holds where state = 'open' and lease_until < now()",
            as: TenantID.self
        )
        var failure: (any Error)?
        for tenant in schools {
            // A school in trouble keeps no other waiting; the schedule reports it and comes back.
            do { try await sweep(tenant, in: run.database) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Whoever could not renew a hold because we were away has a lease's time to do it, or to say what it cost. Whether
    /// there was such an absence: no sweep for so long that leases may be over for want of somebody to renew them.
    ///
    /// One statement for all schools, which happens or does not, and waits for nobody: what is locked is being renewed
    /// or ended.
    static func prolongAfterAbsence(_ run: ScheduledRun) async throws -> Bool {
        guard let last = run.lastFinishedAt else { return false }
        let platform = run.database.platform(reason: "prolong holds that nobody could renew")
        guard try await platform.value("select now() - \(last)::timestamptz > interval '25 seconds'") ?? false else {
            return false
        }
        try await platform.execute(
            """
            with due as materialized (
                select tenant_id, id from accounting.holds
                where state = 'open' and lease_until < now()
                for no key update skip locked
            )
            update accounting.holds as hold set lease_until = now() + interval '30 seconds'
            from due
            where hold.tenant_id = due.tenant_id and hold.id = due.id
            """
        )
        return true
    }

    private static let batch = 200

    /// Ends all that is overdue in one school; how many that were.
    @discardableResult
    package static func sweep(_ tenant: TenantID, in database: Database) async throws -> Int {
        var total = 0
        while true {
            let ended = try await database.tenant(tenant, retry: .serialization()) { transaction in
                let ended = try transaction.value(
                    "select accounting.sweep(\(tenant), \(batch)::integer)",
                    as: Int.self
                )
                try transaction.endSessionsOfEndedHolds(in: tenant)
                return ended ?? 0
            }
            total += ended
            if ended < batch { return total }
            try Task.checkCancellation()
        }
    }
}
