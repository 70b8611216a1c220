import Synchronization

/// What somebody else knows better, asked again when it is some seconds old.
///
/// Whoever changes what is known says so with ``forgetAll()``: an answer that was on its way then is not kept. Changes
/// that nobody here hears of count when the time is over. Bounded: when it is full, everything is asked again.
package final class AskedAgain<Key: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct State {
        var answers: [Key: (answer: Answer, until: ContinuousClock.Instant)] = [:]
        /// How often everything was forgotten.
        var generation = 0
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let capacity: Int

    package init(after lifetime: Duration, capacity: Int = 10_000) {
        (self.lifetime, self.capacity) = (lifetime, capacity)
    }

    /// What is known, or what `ask` answers; an error is not kept.
    package func answer(to key: Key, ask: () async throws -> Answer) async throws -> Answer {
        let now = ContinuousClock.now
        let (known, generation) = state.withLock { state in
            (state.answers[key].flatMap { $0.until > now ? $0.answer : nil }, state.generation)
        }
        if let known { return known }
        let answer = try await ask()
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.answers.count >= capacity { state.answers.removeAll() }
            state.answers[key] = (answer, now.advanced(by: lifetime))
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
