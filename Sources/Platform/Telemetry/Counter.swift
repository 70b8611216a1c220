import Synchronization

/// A number that only grows: requests served, bytes sent. Counting is one atomic addition.
package final class Counter: Sendable {
    private let total = Atomic<UInt64>(0)

    package init() {}

    /// Counts `amount` more.
    package func increment(by amount: UInt64 = 1) { total.wrappingAdd(amount, ordering: .relaxed) }

    /// The count so far.
    package var value: UInt64 { total.load(ordering: .relaxed) }
}
