import FoundationEssentials
import Logging
import Postgres
import Telemetry
import Values

/// Takes due deliveries and hands each to its consumer.
struct DeliveryRunner: Sendable {
    let database: Database
    let subscriptions: [Subscription]
    let limits: WorkerLimits
    let logger: Logger

    /// Works until the shift ends.
    func work(_ shift: Shift) async {
        guard !subscriptions.isEmpty else { return }
        let outage = OutageLog("events", logger: logger)
        for await _ in shift.deliveries.rings {
            do {
                while !shift.isOver, try await deliverDue(shift) {}
                outage.succeeded()
            } catch {
                outage.failed(error)
            }
        }
    }

    /// Delivers one batch; false when there was nothing for us to do.
    private func deliverDue(_ shift: Shift) async throws -> Bool {
        let due = try await dueDeliveries()
        // One tenant's events one after the other, as they came due; tenants side by side.
        var waiting = Dictionary(grouping: due, by: \.tenantID).values.makeIterator()
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            func addNext() {
                guard let deliveries = waiting.next() else { return }
                group.addTask { try await deliver(deliveries, shift) }
            }
            for _ in 0..<limits.tenantsAtOnce { addNext() }
            var isProgress = false
            while let delivered = try await group.next() {
                isProgress = isProgress || delivered
                addNext()
            }
            return isProgress
        }
    }

    /// Those that nobody is delivering at the moment. Ordered by when they came due, so that many that wait for another
    /// attempt do not stand in the way; events of one transaction come due together and keep their order.
    private func dueDeliveries() async throws -> [DueDelivery] {
        try await database.platform(reason: "find due deliveries").all(
            """
            select tenant_id, event_id, consumer
            from events.inbox
            where state = 'pending' and available_at <= now() and consumer = any(\(subscriptions.map(\.consumer)))
            order by available_at, event_id
            limit 64
            for update skip locked
            """
        )
    }

    private func deliver(_ deliveries: [DueDelivery], _ shift: Shift) async throws -> Bool {
        var isProgress = false
        for due in deliveries where !shift.isOver {
            guard let subscription = subscriptions.first(where: { $0.consumer == due.consumer }) else { continue }
            switch try await deliver(due, to: subscription) {
            case .gone: continue
            case .done: isProgress = true
            case .failed(let failure):
                isProgress = true
                report(failure, due)
            }
        }
        return isProgress
    }

    private func deliver(_ due: DueDelivery, to subscription: Subscription) async throws -> DeliveryOutcome {
        let limits = limits
        do {
            return try await database.tenant(due.tenantID) { transaction in
                try due.deliver(to: subscription, limits, transaction)
            }
        } catch let error where error.isOutage || error is CancellationError {
            throw error
        } catch {
            // The whole transaction was lost: it did not commit, or the effect broke the connection.
            return try await database.tenant(due.tenantID) { transaction in
                try due.recordFailure(error, limits, transaction)
            }
        }
    }

    private func report(_ failure: DeliveryFailure, _ due: DueDelivery) {
        logger.log(
            level: failure.isParked ? .error : .warning,
            failure.isParked ? "delivery parked" : "delivery failed",
            metadata: [
                "consumer": "\(due.consumer)", "event_id": "\(due.eventID)", "tenant_id": "\(due.tenantID)",
                "attempt": "\(failure.attempts)", "error": "\(failure.error)",
            ]
        )
    }
}
