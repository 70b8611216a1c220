import Logging
import Postgres
import TestKit
import Testing
import Values

@testable import Events

@Suite("Forgetting what is done", .timeLimit(.minutes(15)))
struct RetentionTests {
    @Test("Done events and jobs are deleted after a week, in batches; what waits, is parked or is young stays")
    func prune() async throws {
        try await withLedger { database in
            let tenant = TenantID()
            try await EventWorker(database: database, subscriptions: [Ledger.consumer("ledger.copy")], logger: .quiet)
                .register()
            try await database.tenant(tenant) { transaction in
                for number in 0..<4 {
                    try transaction.announce(Ledger.Credited(number: number))
                    try transaction.enqueue(Ledger.SendReceipt(number: number))
                }
                // 0 and 1 are done, 2 is parked, 3 waits; all but 1 are old.
                try transaction.execute(
                    """
                    update events.inbox set state =
                        case (select payload->>'number' from events.outbox where id = event_id)
                        when '2' then 'parked' when '3' then 'pending' else 'done' end
                    """
                )
                try transaction.execute(
                    """
                    update events.jobs set
                        state = case payload->>'number' when '2' then 'parked' when '3' then 'queued' else 'done' end,
                        finished_at = case when payload->>'number' in ('0', '1') then now() - interval '8 days' end
                    """
                )
                try transaction.execute("update events.outbox set occurred_at = now() - interval '8 days'")
                try transaction.execute(
                    "update events.outbox set occurred_at = now() - interval '6 days' where payload->>'number' = '1'"
                )
                try transaction.execute(
                    "update events.jobs set finished_at = now() - interval '6 days' where payload->>'number' = '1'"
                )
                try transaction.execute(
                    """
                    insert into events.outbox (tenant_id, id, name, payload, occurred_at)
                    select \(tenant), gen_random_uuid(), 'ledger.old', '{"number": 9}', now() - interval '8 days'
                    from generate_series(1, 2500)
                    """
                )
            }
            try await Retention(period: WorkerLimits().retention).prune(database)
            for table in ["outbox", "jobs"] {
                let left: [String] = try await database.tenant(tenant).all(
                    "select payload->>'number' from events.\(identifier: table) order by 1"
                )
                #expect(left == ["1", "2", "3"], "\(table)")
            }
            #expect(try await database.tenant(tenant).value("select count(*) from events.inbox", as: Int.self) == 3)
        }
    }
}
