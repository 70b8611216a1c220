import Events
package import Postgres
package import Values

extension Ledger {
    /// Ends holds that nobody has renewed: what a killed process leaves is settled at its last checkpoint, at the
    /// latest this long after its lease.
    static let sweeping = Schedule("accounting.sweep_holds", every: .seconds(15)) { run in
        let schools = try await run.database.platform(reason: "find holds whose lease is over").all(
            "select distinct tenant_id from accounting.holds where state = 'open' and lease_until < now()",
            as: TenantID.self
        )
        var failure: (any Error)?
        if try await wasAway(run) {
            for tenant in schools { try await prolong(tenant, in: run.database) }
            return
        }
        for tenant in schools {
            // A school in trouble keeps no other waiting; the schedule reports it and comes back.
            do { try await sweep(tenant, in: run.database) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Whether nobody has swept for so long that leases may be over which nobody could renew.
    private static func wasAway(_ run: ScheduledRun) async throws -> Bool {
        try await run.database.platform(reason: "compare clocks")
            .value("select now() - \(run.dueAt)::timestamptz > interval '15 seconds'", as: Bool.self) ?? false
    }

    /// Whoever could not renew a hold because we were away has a lease's time to do it, or to say what it cost.
    private static func prolong(_ tenant: TenantID, in database: Database) async throws {
        try await database.tenant(tenant).execute(
            """
            update accounting.holds set lease_until = now() + interval '30 seconds'
            where tenant_id = \(tenant) and state = 'open' and lease_until < now()
            """
        )
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
