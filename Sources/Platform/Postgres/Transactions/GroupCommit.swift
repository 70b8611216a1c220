import Synchronization
package import Values

/// Carries orders out, those that wait together in one transaction.
///
/// An order that finds nobody before it goes at once, alone. Under load, orders gather while a batch is on its way and
/// go together: what is locked and committed once for each becomes locked and committed once for a batch.
package final class GroupCommit<Order: Sendable, Outcome: Sendable>: Sendable {
    private let largestBatch: Int
    private let carryOut: @Sendable ([Order], TenantID) async throws -> [Outcome]
    private let queues = Mutex<[TenantID: Queue]>([:])

    /// How many batches of one tenant run at once: a second one prepares itself while the first one commits.
    private static var lanes: Int { 2 }
    /// How many orders have to wait for a second lane to run. Two share what waits, and every batch has a price: with
    /// 32 callers on one wallet of a busy machine, one lane did 1,750 answers a second and two did 1,200; of a quiet
    /// one both did 3,700. Three were never better.
    private static var crowd: Int { 32 }
    /// How many orders of one tenant may wait; the next is refused.
    private static var longestQueue: Int { 4000 }

    private struct Waiting: Sendable {
        let order: Order
        let continuation: CheckedContinuation<Outcome, any Error>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var busyLanes = 0
    }

    /// `carryOut` takes at most `largestBatch` orders of one tenant in one transaction, and says what became of each
    /// in their order.
    package init(
        largestBatch: Int,
        carryOut: @escaping @Sendable ([Order], TenantID) async throws -> [Outcome]
    ) {
        (self.largestBatch, self.carryOut) = (largestBatch, carryOut)
    }

    /// What became of the order. Whoever stops waiting does not stop it: others are in the same transaction.
    package func carryOut(_ order: Order, in tenant: TenantID) async throws -> Outcome {
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
            case .refuse: continuation.resume(throwing: PostgresError(.poolTimeout))
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
                let outcomes = try await outcomes(of: batch, in: tenant)
                for (waiting, outcome) in zip(batch, outcomes) { waiting.continuation.resume(returning: outcome) }
            } catch let error as PostgresError where batch.count > 1 && error.isOfOne {
                for waiting in batch { await runAlone(waiting, in: tenant) }
            } catch {
                for waiting in batch { waiting.continuation.resume(throwing: error) }
            }
        }
    }

    /// One of a batch that failed because of some of it: the others are not to suffer for it.
    private func runAlone(_ waiting: Waiting, in tenant: TenantID) async {
        do {
            waiting.continuation.resume(returning: try await outcomes(of: [waiting], in: tenant)[0])
        } catch {
            waiting.continuation.resume(throwing: error)
        }
    }

    private func outcomes(of batch: [Waiting], in tenant: TenantID) async throws -> [Outcome] {
        let outcomes = try await carryOut(batch.map(\.order), tenant)
        guard outcomes.count == batch.count else {
            throw PostgresError(.decoding, "\(outcomes.count) outcomes of \(batch.count) orders")
        }
        return outcomes
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
            let batch = Array(queue.waiting.prefix(largestBatch))
            queue.waiting.removeFirst(batch.count)
            queues[tenant] = queue
            return batch
        }
    }
}

extension PostgresError {
    /// Whether the server refused a row or a value: of a batch, some may be well.
    fileprivate var isOfOne: Bool {
        switch code {
        case .uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation, .exclusionViolation,
            .invalidValue:
            true
        default: false
        }
    }
}
