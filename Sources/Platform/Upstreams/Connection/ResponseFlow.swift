import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// The answer to one request on its way from an event loop to the task that reads it: 64 KB of it at most, then the
/// upstream waits. Watches the time, and hangs up when it is over or when nobody reads any more.
///
/// One timer an answer, looked at when something could be over, instead of one for every piece: of a thousand streams
/// each piece costs a lock.
final class ResponseFlow: HTTPClientResponseDelegate, Sendable {
    typealias Response = Void

    /// How it ended: nil when everything has come.
    private struct Outcome {
        var failure: UpstreamFailure.Reason?
    }

    private struct State {
        var task: HTTPClient.Task<Void>?
        var watch: Scheduled<Void>?
        var isSent = false
        var head: HTTPResponseHead?
        /// What came and was not taken yet.
        var ready = ByteBuffer()
        /// Kept when the upstream has to wait for room.
        var room: EventLoopPromise<Void>?
        var waiter: CheckedContinuation<Void, Never>?
        var outcome: Outcome?
        var isDraining = false
        var received = 0
        var heard = NIODeadline.now()
    }

    private static let capacity = 65_536
    private static let drainTime = Duration.seconds(1)

    private let state = Mutex(State())
    private let limits: UpstreamLimits
    private let started = NIODeadline.now()

    init(limits: UpstreamLimits) { self.limits = limits }

    /// Whether the request, or its beginning, went out: only what did not may be sent again in any case.
    var isSent: Bool { state.withLock { $0.isSent } }

    /// Begins to watch the request, which may be over already.
    func attach(_ task: HTTPClient.Task<Void>) {
        let outcome = state.withLock { state in
            state.task = task
            return state.outcome
        }
        if outcome?.failure != nil { task.fail(reason: HTTPClientError.cancelled) }
        look(after: min(limits.firstByte, limits.silence, limits.total), on: task.eventLoop)
    }

    // What the reader asks for.

    func head() async throws(UpstreamFailure) -> HTTPResponseHead {
        await wait { $0.head != nil }
        let (head, outcome) = state.withLock { ($0.head, $0.outcome) }
        if outcome?.failure == .stopped { throw UpstreamFailure(.stopped) }
        // What came before it broke is handed out, whenever the reader looks.
        if let head { return head }
        throw UpstreamFailure(outcome?.failure ?? .unreachable)
    }

    /// The next piece of the body, `nil` at its end.
    func next() async throws(UpstreamFailure) -> ByteBuffer? {
        await wait { $0.ready.readableBytes > 0 }
        let (piece, room, outcome) = state.withLock { state in
            let piece = state.ready
            let room = state.room
            state.ready = ByteBuffer()
            state.room = nil
            state.heard = .now()
            return (piece, room, state.outcome)
        }
        room?.succeed()
        if outcome?.failure == .stopped { throw UpstreamFailure(.stopped) }
        if piece.readableBytes > 0 { return piece }
        if let reason = outcome?.failure { throw UpstreamFailure(reason) }
        return nil
    }

    private func wait(until isReady: (State) -> Bool) async {
        if state.withLock({ isReady($0) || $0.outcome != nil }) { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if isReady(state) || state.outcome != nil { return true }
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            stop()
        }
    }

    /// Hangs up, unless everything has come.
    func stop() { settle(.stopped, hangsUp: true) }

    /// Nobody reads any more: hangs up, unless the rest is being drained.
    func abandon() {
        if !state.withLock({ $0.isDraining }) { stop() }
    }

    /// Reads the rest, if it is short and comes soon, so that the connection can be used again; nobody waits for it.
    func drain() {
        let (room, eventLoop) = state.withLock { state in
            state.isDraining = true
            state.received = 0
            state.ready = ByteBuffer()
            defer { state.room = nil }
            return (state.room, state.outcome == nil ? state.task?.eventLoop : nil)
        }
        room?.succeed()
        if let eventLoop { look(after: Self.drainTime, on: eventLoop) }
    }

    private func settle(_ failure: UpstreamFailure.Reason?, hangsUp: Bool) {
        let (isFirst, ended) = state.withLock { state in
            let isFirst = state.outcome == nil
            if isFirst { state.outcome = Outcome(failure: failure) }
            let ended = (state.waiter, state.room, state.watch, state.task)
            (state.waiter, state.room, state.watch) = (nil, nil, nil)
            return (isFirst, ended)
        }
        let (waiter, room, watch, task) = ended
        watch?.cancel()
        room?.succeed()
        waiter?.resume()
        if hangsUp, isFirst { task?.fail(reason: HTTPClientError.cancelled) }
    }

    // What is to be looked after.

    private func look(after delay: Duration, on eventLoop: any EventLoop) {
        let watch = eventLoop.scheduleTask(in: TimeAmount(delay)) { self.look(on: eventLoop) }
        let replaced = state.withLock { state in
            if state.outcome != nil { return Optional(watch) }
            defer { state.watch = watch }
            return state.watch
        }
        replaced?.cancel()
    }

    private func look(on eventLoop: any EventLoop) {
        let now = NIODeadline.now()
        let overall = started + TimeAmount(limits.total)
        let (reason, end) = state.withLock { state -> (UpstreamFailure.Reason?, NIODeadline) in
            if state.isDraining { return (.stopped, now) }
            let isSilent = state.received > 0
            let end =
                if state.ready.readableBytes > 0 {
                    now + TimeAmount(limits.silence)
                } else if isSilent {
                    state.heard + TimeAmount(limits.silence)
                } else {
                    started + TimeAmount(limits.firstByte)
                }
            if now >= end { return (isSilent ? .silent : .noAnswer, now) }
            return (now >= overall ? .tooLong : nil, min(end, overall))
        }
        if let reason { return settle(reason, hangsUp: true) }
        look(after: min(Duration(end - now), limits.silence), on: eventLoop)
    }

    // What the event loop tells.

    func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
        state.withLock { $0.isSent = true }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let waiter = state.withLock { state in
            state.head = head
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ piece: ByteBuffer) -> EventLoopFuture<Void> {
        let (isTooLarge, waiter, room) = state.withLock { state in
            state.heard = .now()
            state.received += piece.readableBytes
            let limit = state.isDraining ? Self.capacity : limits.answerBytes
            if state.received > limit { return (true, state.waiter, state.room) }
            if state.isDraining || state.outcome != nil { return (false, nil, nil) }
            if state.ready.readableBytes == 0 { state.ready = piece } else { state.ready.writeImmutableBuffer(piece) }
            if state.ready.readableBytes >= Self.capacity { state.room = task.eventLoop.makePromise() }
            defer { state.waiter = nil }
            return (false, state.waiter, state.room)
        }
        if isTooLarge {
            settle(.tooLarge, hangsUp: true)
            return task.eventLoop.makeSucceededVoidFuture()
        }
        waiter?.resume()
        return room?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) { settle(nil, hangsUp: false) }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        let hasHead = state.withLock { $0.head != nil }
        let isBroken = error is HTTPParserError && error as? HTTPParserError != .invalidEOFState
        let reason: UpstreamFailure.Reason =
            if isBroken { .malformed } else if hasHead { .cutOff } else { .unreachable }
        settle(reason, hangsUp: false)
    }
}
