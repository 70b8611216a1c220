import Endpoints
import EventLoops
import NIOCore
import Synchronization
import Upstreams

/// What an answer goes through from whoever makes it to whoever reads it.
final class AnswerPipe: Sendable {
    /// Its text, which slows its maker to the pace of its reader.
    let relay = Relay()

    private struct State {
        var hasSpoken = false
        var failure: UpstreamFailure?
        /// Whether nobody waits for its beginning any more.
        var isLate = false
        var waiting: CheckedContinuation<Void, Never>?
        var hasLeft = false
    }

    private let state = Mutex(State())
    private let whenSpoken: @Sendable () -> Void

    init(spoken: @escaping @Sendable () -> Void) { whenSpoken = spoken }

    /// Whether nobody reads any more.
    var hasLeft: Bool { state.withLock(\.hasLeft) }

    /// The reader leaves.
    func leave() {
        state.withLock { $0.hasLeft = true }
        relay.finish(ClientDeparted())
    }

    /// There is no more.
    func finish() {
        relay.finish()
        say(nil)
    }

    /// Whether the answer has begun, or failed before it did. The first call counts.
    func say(_ failure: UpstreamFailure?) {
        let (isFirst, waiting) = state.withLock { state in
            let isFirst = !state.hasSpoken
            if isFirst { (state.hasSpoken, state.failure) = (true, failure) }
            return (isFirst, state.waiting.take())
        }
        if isFirst { whenSpoken() }
        waiting?.resume()
    }

    /// The failure, if there was one; `nil` also when nothing was said in time. For one task.
    func failureBeforeFirstByte(within limit: Duration) async -> UpstreamFailure? {
        let alarm = Loops.after(limit) {
            let waiting = self.state.withLock { state in
                state.isLate = true
                return state.waiting.take()
            }
            waiting?.resume()
        }
        await spoken()
        alarm.cancel()
        return state.withLock(\.failure)
    }

    private func spoken() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.hasSpoken, !state.isLate, !Task.isCancelled { state.waiting = continuation }
                    return state.waiting == nil
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume()
        }
    }
}
