import Synchronization

/// A number that rises and falls: requests in flight, rows waiting.
package final class Gauge: Sendable {
    /// The bits of a `Double`, for which there are no atomics.
    private let bits = Atomic<UInt64>(0)

    package init() {}

    /// Replaces the value.
    package func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    /// Adds `amount`, which may be negative.
    package func add(_ amount: Double) {
        var seen = bits.load(ordering: .relaxed)
        while true {
            let sum = Double(bitPattern: seen) + amount
            let (exchanged, original) = bits.weakCompareExchange(
                expected: seen,
                desired: sum.bitPattern,
                ordering: .relaxed
            )
            if exchanged { return }
            seen = original
        }
    }

    /// The value last set, with what was added since.
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}
