import NIOCore
import NIOHTTP1
import Synchronization

/// The answer to one request on its way from an event loop to the task that reads it: 64 KB of it at most, then the
/// upstream waits. Watches the time, and hangs up when it is over or when nobody reads any more.
///
/// One timer an answer, looked at when something could be over, instead of one for every piece: of a thousand streams
/// each piece costs a lock.
final class ResponseFlow: Sendable {
    /// How it ended: nil when everything has come.
    private struct Outcome {
        var failure: UpstreamFailure.Reason?
    }

    private struct State {
        /// What it comes by; `nil` before it was asked for. Nothing to hang up on once everything has come.
        var channel: (any Channel)?
        /// Whether the connection waits for room.
        var isHeld = false
        var watch: Scheduled<Void>?
        var head: HTTPResponseHead?
        /// What came and was not taken yet.
        var ready = ByteBuffer()
        var waiter: CheckedContinuation<Void, Never>?
        var outcome: Outcome?
        var isDraining = false
        var received = 0
        var heard = NIODeadline.now()
    }

    private static let capacity = 65_536

    private let state = Mutex(State())
    private let limits: UpstreamLimits
    private let loop: any EventLoop
    private let started = NIODeadline.now()

    init(limits: UpstreamLimits, on loop: any EventLoop) { (self.limits, self.loop) = (limits, loop) }

    /// Whether the request, or its beginning, went out: only what did not may be sent again in any case.
    var isSent: Bool { state.withLock { $0.channel != nil } }

    /// Whether nothing is waited for any more.
    var isOver: Bool { state.withLock { $0.outcome != nil } }

    /// From now on the time counts.
    func beginWatch() { look(after: min(limits.firstByte, limits.silence, limits.total)) }

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
        let (piece, held, outcome) = state.withLock { state in
            let piece = state.ready
            state.ready = ByteBuffer()
            state.heard = .now()
            return (piece, Self.letGo(&state), state.outcome)
        }
        held?.read()
        if outcome?.failure == .stopped { throw UpstreamFailure(.stopped) }
        if piece.readableBytes > 0 { return piece }
        if let reason = outcome?.failure { throw UpstreamFailure(reason) }
        return nil
    }

    /// The connection that waits for room no longer.
    private static func letGo(_ state: inout State) -> (any Channel)? {
        defer { state.isHeld = false }
        return state.isHeld ? state.channel : nil
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
    func stop() { _ = settle(.stopped, hangsUp: true) }

    /// Nobody reads any more: hangs up, unless the rest is being drained.
    func abandon() {
        if !state.withLock({ $0.isDraining }) { stop() }
    }

    /// Reads the rest, if it is short and comes soon, so that the connection can be used again; nobody waits for it.
    func drain(within limit: Duration = .seconds(1)) {
        let (held, isOver) = state.withLock { state in
            state.isDraining = true
            state.received = 0
            state.ready = ByteBuffer()
            return (Self.letGo(&state), state.outcome != nil)
        }
        held?.read()
        if !isOver { look(after: limit) }
    }

    private func settle(_ failure: UpstreamFailure.Reason?, hangsUp: Bool) -> Bool {
        let (isFirst, waiter, watch, channel) = state.withLock { state in
            let isFirst = state.outcome == nil
            if isFirst { state.outcome = Outcome(failure: failure) }
            return (isFirst, state.waiter.take(), state.watch.take(), state.channel)
        }
        watch?.cancel()
        waiter?.resume()
        if hangsUp, isFirst { channel?.close(promise: nil) }
        return isFirst
    }

    // What is to be looked after.

    private func look(after delay: Duration) {
        let watch = loop.scheduleTask(in: TimeAmount(delay)) { self.look() }
        let replaced = state.withLock { state in
            if state.outcome != nil { return Optional(watch) }
            defer { state.watch = watch }
            return state.watch
        }
        replaced?.cancel()
    }

    private func look() {
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
        if let reason {
            _ = settle(reason, hangsUp: true)
        } else {
            look(after: min(Duration(end - now), limits.silence))
        }
    }

    // What the connection tells, on its loop.

    /// It will come by `channel`; false when it is not wanted any more.
    func isCarried(by channel: any Channel) -> Bool {
        state.withLock { state in
            guard state.outcome == nil else { return false }
            state.channel = channel
            return true
        }
    }

    /// Whether more may be read; if not, the flow reads on by itself.
    var hasRoom: Bool {
        state.withLock { state in
            state.isHeld = state.ready.readableBytes >= Self.capacity && state.outcome == nil
            return !state.isHeld
        }
    }

    func received(_ head: HTTPResponseHead) {
        let waiter = state.withLock { state in
            state.head = head
            return state.waiter.take()
        }
        waiter?.resume()
    }

    func received(_ piece: ByteBuffer) {
        let (isTooLarge, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            state.heard = .now()
            state.received += piece.readableBytes
            if state.received > (state.isDraining ? Self.capacity : limits.answerBytes) { return (true, nil) }
            if state.isDraining || state.outcome != nil { return (false, nil) }
            if state.ready.readableBytes == 0 { state.ready = piece } else { state.ready.writeImmutableBuffer(piece) }
            return (false, state.waiter.take())
        }
        if isTooLarge { _ = settle(.tooLarge, hangsUp: true) }
        waiter?.resume()
    }

    /// Everything has come. False when it was not wanted any more.
    func ended() -> Bool { settle(nil, hangsUp: false) }

    /// Nothing more comes, or nothing was asked.
    func broke(_ error: any Error) {
        let hasHead = state.withLock { $0.head != nil }
        let isBroken = error is HTTPParserError && error as? HTTPParserError != .invalidEOFState
        _ = settle(isBroken ? .malformed : hasHead ? .cutOff : .unreachable, hangsUp: false)
    }
}
