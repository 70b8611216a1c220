import Synchronization

/// Hangs up on whatever request an answer is waiting for at the moment, from any task.
final class StopSwitch: Sendable {
    private struct State {
        var isOff = false
        var flow: ResponseFlow?
    }

    private let state = Mutex(State())

    /// Whether the answer was stopped.
    var isOff: Bool { state.withLock { $0.isOff } }

    /// The request to hang up on from now on.
    func connect(_ flow: ResponseFlow) {
        let isOff = state.withLock { state in
            state.flow = flow
            return state.isOff
        }
        if isOff { flow.stop() }
    }

    func turnOff() {
        let flow = state.withLock { state in
            state.isOff = true
            return state.flow
        }
        flow?.stop()
    }

    /// Nothing is waited for any more.
    func disconnect() { state.withLock { $0.flow = nil } }
}
