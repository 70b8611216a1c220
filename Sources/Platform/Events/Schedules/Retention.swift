import Postgres

/// Deletes what is done and older than anybody asks for, a thousand rows at a time so that nobody waits for it.
struct Retention: Sendable {
    static let scheduleName = "events.prune"
    let period: Duration
    private static let batch = 1000

    func prune(_ database: Database) async throws {
        let door = database.platform(reason: "prune done events and jobs")
        for query in [events, jobs] {
            while try await door.execute(query) == Self.batch { try Task.checkCancellation() }
        }
    }

    /// Takes their deliveries along. An event that somebody still waits for, or that is parked, stays.
    private var events: Query {
        """
        delete from events.outbox where (tenant_id, id) in (
            select event.tenant_id, event.id
            from events.outbox as event
            where event.occurred_at < now() - make_interval(secs => \(period.inSeconds)) and not exists (
                select from events.inbox as delivery
                where delivery.tenant_id = event.tenant_id and delivery.event_id = event.id
                    and delivery.state <> 'done'
            )
            limit \(Self.batch)
        )
        """
    }

    private var jobs: Query {
        """
        delete from events.jobs where (tenant_id, id) in (
            select tenant_id, id
            from events.jobs
            where state = 'done' and finished_at < now() - make_interval(secs => \(period.inSeconds))
            limit \(Self.batch)
        )
        """
    }
}
