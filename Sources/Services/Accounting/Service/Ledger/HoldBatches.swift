import Endpoints
package import Postgres
import Synchronization
package import Values

/// Carries orders out, those that wait together in one transaction.
///
/// An order that finds nobody before it goes at once, alone. Under load, orders gather while a batch is on its way and
/// go together: a wallet that everybody draws on is locked and committed once for a batch instead of once for each.
/// What limits such a wallet is the time it is locked times the number of commits, so this is what makes it fast.
package final class HoldBatches: Sendable {
    /// How many orders go together.
    static let largestBatch = 64
    /// How many batches of one school run at once: a second one prepares itself while the first one commits.
    static let lanes = 2
    /// How many orders have to wait for a second lane to run. Two share what waits, and every batch has a price: with
    /// 32 callers on one wallet of a busy machine, one lane did 1,750 answers a second and two did 1,200; of a quiet
    /// one both did 3,700. Three were never better.
    static let crowd = 32
    /// How many orders of one school may wait; the next is refused.
    static let longestQueue = 4000

    private let database: Database
    private let queues = Mutex<[TenantID: Queue]>([:])

    private struct Waiting: Sendable {
        let order: HoldOrder
        let continuation: CheckedContinuation<HoldVerdict, any Error>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var busyLanes = 0
    }

    init(database: Database) { self.database = database }

    /// What became of the order. Whoever stops waiting does not stop it: others are in the same transaction.
    func carryOut(_ order: HoldOrder, in tenant: TenantID) async throws -> HoldVerdict {
        try await withCheckedThrowingContinuation { continuation in
            let waiting = Waiting(order: order, continuation: continuation)
            let next: Next = queues.withLock { queues in
                var queue = queues[tenant, default: Queue()]
                guard queue.waiting.count < Self.longestQueue else { return .refuse }
                queue.waiting.append(waiting)
                let isCrowded = queue.waiting.count >= Self.crowd
                let hasLane = queue.busyLanes < (isCrowded ? Self.lanes : 1)
                if hasLane { queue.busyLanes += 1 }
                queues[tenant] = queue
                return hasLane ? .begin : .wait
            }
            switch next {
            case .refuse: continuation.resume(throwing: Problem.unavailable())
            case .wait: break
            // Every order of a lane has somebody who waits for it, so somebody waits for the lane.
            case .begin: Task { await run(tenant) }
            }
        }
    }

    private enum Next { case begin, wait, refuse }

    /// Works until nobody waits.
    private func run(_ tenant: TenantID) async {
        while let batch = takeBatch(tenant) {
            do {
                let verdicts = try await Self.carryOut(batch.map(\.order), in: tenant, database)
                guard verdicts.count == batch.count else { throw Problem.unavailable() }
                for (waiting, verdict) in zip(batch, verdicts) { waiting.continuation.resume(returning: verdict) }
            } catch {
                for waiting in batch { waiting.continuation.resume(throwing: error) }
            }
        }
    }

    private func takeBatch(_ tenant: TenantID) -> [Waiting]? {
        queues.withLock { queues in
            guard var queue = queues[tenant] else { return nil }
            let isCrowded = queue.waiting.count >= Self.crowd
            guard isCrowded || queue.busyLanes == 1 && !queue.waiting.isEmpty else {
                queue.busyLanes -= 1
                queues[tenant] = queue.busyLanes > 0 ? queue : nil
                return nil
            }
            let batch = Array(queue.waiting.prefix(Self.largestBatch))
            queue.waiting.removeFirst(batch.count)
            queues[tenant] = queue
            return batch
        }
    }

    /// Carries orders out together: one statement, which is a transaction by itself, in one round trip. The verdicts
    /// are in the order of the orders.
    package static func carryOut(
        _ orders: [HoldOrder],
        in tenant: TenantID,
        _ database: Database
    ) async throws -> [HoldVerdict] {
        let columns = HoldColumns(orders)
        let notes = UsageColumns(orders)
        guard !notes.places.isEmpty else {
            return try await database.tenant(tenant).all(
                """
                select verdict, credits, free from accounting.carry_out(
                    \(tenant), \(columns.actions), \(columns.holds), \(columns.wallets), \(columns.amounts),
                    \(columns.least), \(columns.leases), \(columns.owners), \(columns.users), \(columns.operations))
                """
            )
        }
        return try await database.tenant(tenant).all(
            """
            with done as materialized (
                select place, verdict, credits, free from accounting.carry_out(
                    \(tenant), \(columns.actions), \(columns.holds), \(columns.wallets), \(columns.amounts),
                    \(columns.least), \(columns.leases), \(columns.owners), \(columns.users), \(columns.operations))
                    with ordinality as done (verdict, credits, free, place)
            ), noted as (
                insert into accounting.usage_records (
                    tenant_id, user_id, service, operation, credits, metadata, source)
                select \(tenant), note.user_id, note.service, note.operation, done.credits, note.metadata::jsonb,
                    'platform'
                from unnest(\(notes.places), \(notes.users), \(notes.services), \(notes.operations), \(notes.metadata))
                    as note (place, user_id, service, operation, metadata)
                join done on done.place = note.place
                where done.verdict = 'settled'
            )
            select verdict, credits, free from done order by place
            """
        )
    }
}
