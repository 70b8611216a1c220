package import NIOCore
import Synchronization

/// Hands pieces from the task that makes them to the one that sends them on, in order.
///
/// Whoever makes waits while more than 64 KB have not been taken, so that a slow taker slows the maker and nothing
/// piles up. One task makes and one takes; either may give up, and the other hears of it.
package final class Relay: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer

    private struct State {
        var pieces: [ByteBuffer] = []
        var bytes = 0
        /// How many pieces have been sent.
        var count = 0
        var end: End?
        /// Told when there is room again, or nobody takes any more.
        var maker: Maker?
        var taker: CheckedContinuation<ByteBuffer?, any Error>?
        /// Looks for silence; cancelled at the end.
        var watch: Scheduled<Void>?
    }

    package typealias Maker = @Sendable (Result<Void, any Error>) -> Void

    private enum End {
        case whole
        case broken(any Error)
    }

    private let state = Mutex(State())
    private let capacity: Int

    package init(capacity: Int = 64 << 10) { self.capacity = capacity }

    /// Puts a text in; waits while it is full. Throws when nobody takes any more.
    package func send(text: String) async throws {
        if !text.isEmpty { try await send(ByteBuffer(string: text)) }
    }

    /// Puts a piece in; waits while it is full. Throws when nobody takes any more.
    package func send(_ piece: ByteBuffer) async throws {
        guard try put(piece) else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if case .broken(let error) = state.end { return .failure(error) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    guard state.bytes > capacity else { return .success(()) }
                    precondition(state.maker == nil, "one task makes")
                    state.maker = { continuation.resume(with: $0) }
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.maker.take() }?(.failure(CancellationError()))
        }
    }

    /// Puts a piece in without waiting. Whether there is room for more; if not, `act` is called once there is, or
    /// nobody takes any more.
    func offer(_ piece: ByteBuffer, whenTaken act: @escaping Maker) -> Bool {
        guard (try? put(piece)) == true else { return true }
        return state.withLock { state in
            guard state.end == nil, state.bytes > capacity else { return true }
            state.maker = act
            return false
        }
    }

    /// How many pieces have been sent, without those that only filled a silence.
    var count: Int { state.withLock(\.count) }

    /// Keeps a timer for as long as this lasts; the next takes its place.
    func watch(_ timer: Scheduled<Void>) {
        let isOver = state.withLock { state in
            if state.end == nil { state.watch = timer }
            return state.end != nil
        }
        if isOver { timer.cancel() }
    }

    /// Hands a piece to a taker that has nothing to do; does nothing otherwise.
    func fill(_ piece: ByteBuffer) {
        state.withLock { $0.end == nil ? $0.taker.take() : nil }?.resume(returning: piece)
    }

    /// Whether the maker has to wait now.
    private func put(_ piece: ByteBuffer) throws -> Bool {
        let (isFull, taker) = try state.withLock { state -> (Bool, CheckedContinuation<ByteBuffer?, any Error>?) in
            switch state.end {
            case .broken(let error): throw error
            case .whole: throw CancellationError()
            case nil: break
            }
            state.count += 1
            if let taker = state.taker.take() { return (false, taker) }
            state.pieces.append(piece)
            state.bytes += piece.readableBytes
            return (state.bytes > capacity, nil)
        }
        taker?.resume(returning: piece)
        return isFull
    }

    /// Nothing more will be put in. With an error, what was not taken yet is dropped: whoever takes learns that it is
    /// not whole, and whoever makes that nobody takes.
    package func finish(_ error: (any Error)? = nil) {
        typealias Waiting = (
            taker: CheckedContinuation<ByteBuffer?, any Error>?, maker: Maker?, watch: Scheduled<Void>?
        )
        let (taker, maker, watch) = state.withLock { state -> Waiting in
            guard state.end == nil else { return (nil, nil, nil) }
            state.end = error.map(End.broken) ?? .whole
            if error != nil { (state.pieces, state.bytes) = ([], 0) }
            return (state.taker.take(), state.maker.take(), state.watch.take())
        }
        watch?.cancel()
        if let error {
            taker?.resume(throwing: error)
            maker?(.failure(error))
        } else {
            taker?.resume(returning: nil)
            maker?(.success(()))
        }
    }

    /// What has been sent and not been taken yet, in one piece; waits when there is nothing. `nil` at the end.
    package func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, maker) = state.withLock { state in
                    let outcome = Self.take(&state)
                    if outcome == nil { state.taker = continuation }
                    return (outcome, state.bytes <= capacity ? state.maker.take() : nil)
                }
                maker?(.success(()))
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.taker.take() }?.resume(throwing: CancellationError())
        }
    }

    /// What there is to take; `nil` when that has yet to come.
    private static func take(_ state: inout State) -> Result<ByteBuffer?, any Error>? {
        if var piece = state.pieces.first {
            // All that is there at once: a chunk and a system call for each word is what many small ones cost.
            for next in state.pieces.dropFirst() { piece.writeImmutableBuffer(next) }
            state.pieces.removeAll(keepingCapacity: true)
            state.bytes = 0
            return .success(piece)
        }
        switch state.end {
        case .whole: return .success(nil)
        case .broken(let error): return .failure(error)
        case nil: return Task.isCancelled ? .failure(CancellationError()) : nil
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let relay: Relay
        package func next() async throws -> ByteBuffer? { try await relay.next() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(relay: self) }
}
