import Synchronization

/// Cancels statements from a thread of its own: PostgreSQL takes a cancellation over a new connection, which blocks.
final class Canceller: Sendable {
    private struct State {
        var pending: [(Job, CancelHandle)] = []
        var thread: OwnThread?
        var isClosing = false
    }

    private let state = Mutex(State())
    private let parking = Parking()

    /// At most as many are pending as there are connections.
    func cancel(_ job: Job, _ handle: CancelHandle) {
        state.withLock { state in
            guard !state.isClosing else { return }
            state.pending.append((job, handle))
            // Without a thread the statement runs into its timeout.
            if state.thread == nil { state.thread = try? OwnThread { self.run() } }
        }
        parking.wake()
    }

    func close() {
        let thread = state.withLock { state in
            state.isClosing = true
            return state.thread
        }
        parking.wake()
        thread?.join()
    }

    private func run() {
        while true {
            let (pending, isClosing) = state.withLock { state in
                defer { state.pending = [] }
                return (state.pending, state.isClosing)
            }
            for (job, handle) in pending { handle.cancel(ObjectIdentifier(job)) }
            if isClosing { return }
            if pending.isEmpty { parking.sleep() }
        }
    }
}
