import FoundationEssentials
import Postgres
import Telemetry
import Values

/// A delivery whose time has come, and which nobody else seems to be at.
struct DueDelivery: Decodable, Sendable {
    let tenantID: TenantID
    let eventID: EventID
    let consumer: String
}

/// How an attempt at a delivery ended.
enum DeliveryOutcome: Sendable {
    case done
    /// Somebody else was faster.
    case gone
    case failed(DeliveryFailure)
}

/// What was recorded after a failed attempt.
struct DeliveryFailure: Sendable {
    let error: String
    let attempts: Int
    let isParked: Bool
}

/// A subscription that the program changed while an event of its former type was waiting.
struct UnexpectedEvent: Error {}

extension DueDelivery {
    /// The consumer's effect and the mark that it is done, both or neither.
    func deliver(
        to subscription: Subscription,
        _ limits: WorkerLimits,
        _ transaction: borrowing Transaction
    ) throws -> DeliveryOutcome {
        guard let row = try lock(transaction) else { return .gone }
        let delivery = Delivery(
            tenant: tenantID,
            eventID: eventID,
            consumer: consumer,
            occurredAt: row.occurredAt,
            attempt: row.attempts + 1
        )
        let trace = row.traceParent.flatMap { TraceContext(traceparent: $0)?.child() } ?? .new()
        do {
            try transaction.savepoint {
                guard row.name == subscription.eventName else { throw UnexpectedEvent() }
                try RequestContext.$current.withValue(RequestContext(trace: trace, tenantID: tenantID)) {
                    try subscription.apply(row.payload, delivery, transaction)
                }
            }
        } catch {
            // When the transaction itself was cancelled, this is refused too, and the delivery stays as it was.
            return try recordFailure(error, limits, transaction)
        }
        try transaction.execute(
            """
            update events.inbox set state = 'done', attempts = attempts + 1, last_error = null
            where tenant_id = \(tenantID) and event_id = \(eventID) and consumer = \(consumer)
            """
        )
        try emptyIfSecret(transaction)
        return .done
    }

    /// Removes what a secret event carries once nobody waits for it.
    ///
    /// Of two consumers that finish together, each would see the other still waiting; the first statement makes one
    /// wait for the other, the second looks again.
    private func emptyIfSecret(_ transaction: borrowing Transaction) throws {
        let secret: EventID? = try transaction.value(
            """
            select id from events.outbox
            where tenant_id = \(tenantID) and id = \(eventID) and is_secret
            for no key update
            """
        )
        guard secret != nil else { return }
        try transaction.execute(
            """
            update events.outbox set payload = '{}'
            where tenant_id = \(tenantID) and id = \(eventID) and not exists (
                select from events.inbox
                where tenant_id = \(tenantID) and event_id = \(eventID) and state = 'pending'
            )
            """
        )
    }

    /// Puts the delivery back for later, or parks it.
    func recordFailure(
        _ error: any Error,
        _ limits: WorkerLimits,
        _ transaction: borrowing Transaction
    ) throws -> DeliveryOutcome {
        let failures: Int? = try transaction.value(
            """
            select attempts + 1 from events.inbox
            where tenant_id = \(tenantID) and event_id = \(eventID) and consumer = \(consumer) and state = 'pending'
            for update
            """
        )
        guard let failures else { return .gone }
        let isParked = error.isPermanent || failures >= limits.deliveryAttempts
        try transaction.execute(
            """
            update events.inbox
            set state = case when \(isParked) then 'parked' else 'pending' end, attempts = \(failures)::integer,
                available_at = clock_timestamp() + make_interval(secs => \(limits.pause(after: failures).inSeconds)),
                last_error = \(ErrorName.name(of: error))
            where tenant_id = \(tenantID) and event_id = \(eventID) and consumer = \(consumer)
            """
        )
        if isParked { try emptyIfSecret(transaction) }
        return .failed(DeliveryFailure(error: ErrorName.name(of: error), attempts: failures, isParked: isParked))
    }

    private func lock(_ transaction: borrowing Transaction) throws -> LockedDelivery? {
        try transaction.first(
            """
            select event.name, event.payload, event.trace_parent, event.occurred_at, delivery.attempts
            from events.inbox as delivery
            join events.outbox as event on event.tenant_id = delivery.tenant_id and event.id = delivery.event_id
            where delivery.tenant_id = \(tenantID) and delivery.event_id = \(eventID)
                and delivery.consumer = \(consumer) and delivery.state = 'pending' and delivery.available_at <= now()
            for update of delivery skip locked
            """
        )
    }
}

private struct LockedDelivery: Decodable {
    let name: String
    let payload: JSON
    let traceParent: String?
    let occurredAt: Date
    let attempts: Int
}
