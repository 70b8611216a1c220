import Synchronization

/// Leaves an upstream alone that was not there five times in a row: for five seconds nobody is asked, then one request
/// tries. A user learns at once what would otherwise take a timeout to learn.
package final class UpstreamBreaker: Sendable {
    private struct State {
        var failures = 0
        var closedUntil: ContinuousClock.Instant?
        var isTrying = false
    }

    private let state = Mutex(State())
    private let threshold: Int
    private let pause: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(
        threshold: Int = 5,
        pause: Duration = .seconds(5),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        (self.threshold, self.pause, self.now) = (threshold, pause, now)
    }

    /// Whether a request may go out. Who is admitted says afterwards how it went.
    func admits() -> Bool {
        state.withLock { state in
            guard let until = state.closedUntil else { return true }
            guard now() >= until, !state.isTrying else { return false }
            state.isTrying = true
            return true
        }
    }

    /// Something came back, whatever it was.
    func answered() { state.withLock { $0 = State() } }

    /// Nobody was there.
    func failed() {
        state.withLock { state in
            state.failures += 1
            state.isTrying = false
            if state.failures >= threshold { state.closedUntil = now().advanced(by: pause) }
        }
    }

    /// Nobody waited for the outcome: the next request may try.
    func abandoned() { state.withLock { $0.isTrying = false } }
}
