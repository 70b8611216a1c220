package import Synchronization

/// What somebody else knows better, asked again when it is some seconds old.
///
/// Whoever changes what is known says so with ``forgetAll()``: an answer that was on its way then is not kept. Changes
/// that nobody here hears of count when the time is over. Bounded: when it is full, everything is asked again.
package final class AskedAgain<Key: Hashable & Sendable, Answer: Sendable>: Sendable {
    package struct Known {
        package let answer: Answer
        package let until: ContinuousClock.Instant

        package init(_ answer: Answer, until: ContinuousClock.Instant) {
            (self.answer, self.until) = (answer, until)
        }
    }

    package struct State {
        package var answers: [Key: Known] = [:]
        /// How often everything was forgotten.
        package var generation = 0
    }

    package let state = Mutex(State())
    package let lifetime: Duration
    package let capacity: Int

    package init(after lifetime: Duration, capacity: Int = 10_000) {
        (self.lifetime, self.capacity) = (lifetime, capacity)
    }

    /// What is known, or what `ask` answers; an error is not kept.
    @inlinable package func answer(to key: Key, ask: () async throws -> Answer) async throws -> Answer {
        let now = ContinuousClock.now
        let (known, generation) = state.withLock { ($0.answers[key], $0.generation) }
        if let known, known.until > now { return known.answer }
        let answer = try await ask()
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.answers.count >= capacity { state.answers.removeAll() }
            state.answers[key] = Known(answer, until: now.advanced(by: lifetime))
        }
        return answer
    }

    /// Everything is asked again from now on.
    package func forgetAll() {
        state.withLock { state in
            state.generation += 1
            state.answers.removeAll()
        }
    }
}
