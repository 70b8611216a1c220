package import FoundationEssentials
package import Postgres
package import Values

/// What a consumer does when an event of one type happens.
package struct Subscription: Sendable {
    /// Who is told, unique in the whole program: `certificate.issue`. Never changed once released.
    package let consumer: String
    let eventName: String
    let apply: @Sendable (JSON, Delivery, borrowing Transaction) throws -> Void

    /// Subscribes `consumer` to an event.
    ///
    /// `effect` runs inside the transaction that marks the event as done, in the tenant where it happened: both commit,
    /// once, or neither. When it throws, what it did is taken back and it is tried again later; so it must do nothing
    /// outside that transaction. What reaches outside (mail, another service) is a job that the effect enqueues.
    package init<E: Event>(
        _ consumer: String,
        to event: E.Type,
        _ effect: @escaping @Sendable (E, Delivery, borrowing Transaction) throws -> Void
    ) {
        self.consumer = consumer
        eventName = E.name
        apply = { payload, delivery, transaction in
            try effect(Payload.decode(E.self, from: payload), delivery, transaction)
        }
    }
}

/// One event on its way to one consumer.
package struct Delivery: Sendable {
    package let tenant: TenantID
    package let eventID: EventID
    package let consumer: String
    /// When the announcing transaction began.
    package let occurredAt: Date
    /// 1 the first time.
    package let attempt: Int
}
