package import EventLoops
import Synchronization

/// Whether the client of a connection is still there, for those to whom it matters: streamed answers end when nobody
/// reads them, and a body that was cut off is not taken for a whole one.
final class ClientPresence: Sendable {
    private struct State {
        var isGone = false
        var leftMidRequest = false
        var watcher: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    /// What runs tasks where the connection is.
    let executor: LoopExecutor

    init(_ executor: LoopExecutor) { self.executor = executor }

    /// Of the connection whose request is being answered.
    @TaskLocal static var current: ClientPresence?

    /// Whether the request being read ended before it was whole.
    var leftMidRequest: Bool { state.withLock { $0.leftMidRequest } }

    /// Calls `act` when the client goes, or at once when it is gone.
    func watch(_ act: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            if !state.isGone { state.watcher = act }
            return state.isGone
        }
        if isGone { act() }
    }

    func unwatch() { state.withLock { $0.watcher = nil } }

    /// The client closed its end. Whether anybody watched.
    func clientLeft(midRequest: Bool) -> Bool {
        let watcher = state.withLock { state in
            state.isGone = true
            if midRequest { state.leftMidRequest = true }
            return state.watcher.take()
        }
        watcher?()
        return watcher != nil
    }
}

extension LoopExecutor {
    /// Of the connection whose request is being answered, for a task that outlives its request.
    package static var ofClient: LoopExecutor? { ClientPresence.current?.executor }
}

/// Does something whose outcome only the client of this request wants; `onLeave` is called when that client goes.
package func whileClientWaits<R: Sendable>(
    onLeave: @escaping @Sendable () -> Void,
    _ work: () async -> R
) async -> R {
    let presence = ClientPresence.current
    presence?.watch(onLeave)
    defer { presence?.unwatch() }
    return await work()
}
