package import Postgres
import Telemetry
package import Values

extension Transaction {
    /// Records an event, to be delivered to each of its present subscribers once this transaction has committed.
    ///
    /// One statement, so one round trip. Subscribers that come later get later events only. Throws
    /// `EventsError.outsideTenant` in a transaction across tenants.
    @discardableResult
    package func announce<E: Event>(_ event: E) throws -> EventID {
        guard let tenant else { throw EventsError.outsideTenant }
        let id = EventID()
        let payload = try Payload.encode(event, name: E.name)
        // `now()` is the start of the transaction: what it announces comes due at once and stays in the order of its
        // ids.
        try execute(
            """
            with event as (
                insert into events.outbox (tenant_id, id, name, payload, is_secret, trace_parent)
                values (
                    \(tenant), \(id), \(E.name),
                    case when \(E.isSecret) and not exists (
                        select from events.subscriptions where event_name = \(E.name)
                    ) then '{}'::jsonb else \(payload) end,
                    \(E.isSecret), \(TraceContext.current?.traceparent)
                )
            ), deliveries as (
                insert into events.inbox (tenant_id, event_id, consumer)
                select \(tenant), \(id), consumer from events.subscriptions where event_name = \(E.name)
                returning 1
            )
            select pg_notify(\(Channel.name), \(Channel.event)) where exists (select from deliveries)
            """
        )
        return id
    }
}
