package import FoundationEssentials
package import Postgres
import Values

/// What waits, what failed, and what an operator can do about it; across all tenants.
package struct Backlog: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// How much of one kind there is that is not done.
    package struct Count: Codable, Hashable, Sendable {
        /// `delivery` or `job`.
        package let kind: String
        /// The consumer or the type of job.
        package let name: String
        /// `pending`, `queued`, `running` or `parked`.
        package let state: String
        package let count: Int
        /// Since when the oldest has been due.
        package let oldest: Date
    }

    /// Counts for metrics, by consumer or type of job and by state.
    package func counts() async throws -> [Count] {
        try await database.platform(reason: "count the backlog").all(
            """
            select 'delivery' as kind, consumer as name, state, count(*) as count, min(available_at) as oldest
            from events.inbox where state <> 'done' group by consumer, state
            union all
            select 'job', name, state, count(*), min(run_at)
            from events.jobs where state <> 'done' group by name, state
            order by 1, 2, 3
            """
        )
    }

    /// What is parked, the oldest first.
    package func parked(limit: Int = 100) async throws -> [ParkedItem] {
        let rows: [ParkedRow] = try await database.platform(reason: "list parked items").all(
            """
            select delivery.tenant_id, delivery.event_id as id, delivery.consumer, event.name, delivery.attempts,
                delivery.last_error, event.occurred_at as created_at
            from events.inbox as delivery
            join events.outbox as event on event.tenant_id = delivery.tenant_id and event.id = delivery.event_id
            where delivery.state = 'parked'
            union all
            select tenant_id, id, null, name, attempts, last_error, enqueued_at
            from events.jobs where state = 'parked'
            order by created_at, id
            limit \(limit)
            """
        )
        return rows.map(\.item)
    }

    /// Lets a parked item be tried again from the start; false when it is not parked, or was a secret and is empty.
    package func redrive(_ id: ParkedItem.ID) async throws -> Bool {
        try await database.platform(reason: "redrive a parked item") { transaction in
            let changed: Int
            switch id.item {
            case .job(let job):
                changed = try transaction.execute(
                    """
                    update events.jobs set state = 'queued', attempts = 0, run_at = now()
                    where tenant_id = \(id.tenant) and id = \(job) and state = 'parked' and not is_secret
                    """
                )
                try transaction.notify(Channel.name, Channel.job)
            case .delivery(let event, let consumer):
                changed = try transaction.execute(
                    """
                    update events.inbox set state = 'pending', attempts = 0, available_at = now()
                    where tenant_id = \(id.tenant) and event_id = \(event) and consumer = \(consumer)
                        and state = 'parked' and not exists (
                            select from events.outbox
                            where tenant_id = \(id.tenant) and id = \(event) and is_secret and payload = '{}'
                        )
                    """
                )
                try transaction.notify(Channel.name, Channel.event)
            }
            return changed == 1
        }
    }

    /// Gives a parked item up: it counts as done. False when it is not parked.
    package func discard(_ id: ParkedItem.ID) async throws -> Bool {
        let door = database.platform(reason: "discard a parked item")
        switch id.item {
        case .job(let job):
            return try await door.execute(
                """
                update events.jobs set state = 'done', finished_at = now()
                where tenant_id = \(id.tenant) and id = \(job) and state = 'parked'
                """
            ) == 1
        case .delivery(let event, let consumer):
            return try await door.execute(
                """
                update events.inbox set state = 'done'
                where tenant_id = \(id.tenant) and event_id = \(event) and consumer = \(consumer) and state = 'parked'
                """
            ) == 1
        }
    }

    /// Forgets a consumer that no release has any more, with everything that waits for it; otherwise that would wait,
    /// and grow, for ever.
    package func retire(consumer: String) async throws {
        try await database.platform(reason: "retire a consumer") { transaction in
            try transaction.execute("delete from events.subscriptions where consumer = \(consumer)")
            try transaction.execute("delete from events.inbox where consumer = \(consumer) and state <> 'done'")
            try transaction.execute(
                """
                update events.outbox as event set payload = '{}'
                where is_secret and payload <> '{}' and not exists (
                    select from events.inbox as delivery
                    where delivery.tenant_id = event.tenant_id and delivery.event_id = event.id
                        and delivery.state = 'pending'
                )
                """
            )
        }
    }
}

private struct ParkedRow: Decodable, Sendable {
    let tenantID: TenantID
    let id: UUID
    let consumer: String?
    let name: String
    let attempts: Int
    let lastError: String?
    let createdAt: Date

    var item: ParkedItem {
        let item: ParkedItem.ID.Item = consumer.map { .delivery(EventID(id), consumer: $0) } ?? .job(JobID(id))
        return ParkedItem(
            id: .init(item, of: tenantID),
            name: name,
            attempts: attempts,
            lastError: lastError,
            createdAt: createdAt
        )
    }
}
