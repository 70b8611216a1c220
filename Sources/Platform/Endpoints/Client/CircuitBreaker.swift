package import FoundationEssentials
import Synchronization

/// Stops calling a service that does not answer: after five failures in a row it refuses for two seconds, then lets one
/// call try. A caller learns at once what it would otherwise learn at its deadline.
package final class CircuitBreaker: Sendable {
    private struct State {
        var failures = 0
        var openUntil: Date?
        var isProbing = false
    }

    private let state = Mutex(State())
    private let threshold: Int
    private let pause: TimeInterval

    package init(threshold: Int = 5, pause: TimeInterval = 2) {
        self.threshold = threshold
        self.pause = pause
    }

    /// Whether a call may go out now.
    package func admits(at now: Date = Date()) -> Bool {
        state.withLock { state in
            guard let openUntil = state.openUntil else { return true }
            guard now >= openUntil, !state.isProbing else { return false }
            state.isProbing = true
            return true
        }
    }

    /// A call came back, whatever its status: the service is there.
    package func succeeded() { state.withLock { $0 = State() } }

    /// A call says nothing of the other side.
    package func abandoned() { state.withLock { $0.isProbing = false } }

    /// A call found nobody in time, or was cut off.
    package func failed(at now: Date = Date()) {
        state.withLock { state in
            state.failures += 1
            state.isProbing = false
            if state.failures >= threshold { state.openUntil = now.addingTimeInterval(pause) }
        }
    }
}
