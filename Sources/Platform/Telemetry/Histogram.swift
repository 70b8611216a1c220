import Synchronization

/// How often measurements fell into each of a few ranges: how long requests took, how large answers were.
package final class Histogram: Sendable {
    /// The inclusive upper ends of the ranges, ascending; what is above the last one is counted as well.
    package let bounds: [Double]
    private let state: Mutex<Reading>

    /// What was measured so far.
    package struct Reading: Sendable {
        /// How many measurements fell into each range, the one above the last bound included.
        package fileprivate(set) var counts: [UInt64]
        package fileprivate(set) var sum: Double = 0

        /// How many measurements there were.
        package var count: UInt64 { counts.reduce(0, +) }
    }

    /// Seconds, for what a person waits for: 1 ms to 10 s.
    package static let latencySeconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    package init(bounds: [Double]) {
        precondition(bounds.count <= 64 && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        self.bounds = bounds
        state = Mutex(Reading(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one measurement; one that is not a number is ignored.
    package func record(_ measurement: Double) {
        guard !measurement.isNaN else { return }
        let range = bounds.firstIndex { measurement <= $0 } ?? bounds.count
        state.withLock { reading in
            reading.counts[range] += 1
            reading.sum += measurement
        }
    }

    /// Counts one measurement, in seconds.
    package func record(_ duration: Duration) { record(duration / .seconds(1)) }

    /// Counts and sum of one instant.
    package var reading: Reading { state.withLock { $0 } }
}
