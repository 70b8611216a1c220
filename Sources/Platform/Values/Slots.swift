/// Lets so many in at a time, and so many wait.
package actor Slots {
    private var free: Int
    private let queueLimit: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(_ count: Int, queueLimit: Int = .max) { (free, self.queueLimit) = (count, queueLimit) }

    /// - Throws: ``SlotsFull`` when too many wait already.
    package func run<R: Sendable>(_ body: @Sendable () async throws -> R) async throws -> R {
        if free > 0 {
            free -= 1
        } else {
            guard waiting.count < queueLimit else { throw SlotsFull() }
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { leave() }
        try Task.checkCancellation()
        return try await body()
    }

    /// Hands the place over rather than free it, so that nobody gets in between.
    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// As many wait for a place as may.
package struct SlotsFull: Error, Hashable, Sendable {}
