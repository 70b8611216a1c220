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

    /// How long the server may take to cancel a job before it is asked again: it forgets what it was asked before the
    /// statement had reached it.
    private static let patience = Duration.milliseconds(200)

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
        var asked: [(Job, CancelHandle)] = []
        while true {
            let (pending, isClosing) = state.withLock { state in
                defer { state.pending = [] }
                return (state.pending, state.isClosing)
            }
            asked = (asked + pending).filter { job, handle in handle.cancel(ObjectIdentifier(job)) }
            if isClosing { return }
            parking.sleep(until: asked.isEmpty ? nil : .now + Self.patience)
        }
    }
}
