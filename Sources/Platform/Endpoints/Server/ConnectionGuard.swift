import EventLoops
import NIOCore
import NIOExtras
import NIOHTTP1

/// Keeps one HTTP/1 connection honest; stands between the decoder and the codec.
///
/// It closes what would stay open: a connection that says nothing, a request that never ends, a request
/// that goes on after its answer, and a silent connection at shutdown. It answers what the decoder refuses, as JSON,
/// and it takes `Upgrade` out of requests, because the decoder stops parsing after one (swift-nio #2570): such a
/// request is answered as plain HTTP and the connection closed.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Reading { case head, body, nothing }

    private let patience: ConnectionPatience
    private let presence: ClientPresence
    private var reading = Reading.head
    private var answering = 0
    private var answersBegun = false
    private var closesAfterAnswer = false
    /// The client has said that no more requests come, or has sent one after which we cannot read any.
    private var hasLastRequest = false
    private var isQuiescing = false
    private var timer: Scheduled<Void>?
    /// When the timer goes off, and when it should: later as a rule, because every request moves that. Without a time
    /// nothing is expected.
    private var (rings, due): (NIODeadline?, NIODeadline?)
    /// Of the body being read: since when, and how much of it is here.
    private var bodyBegan = NIODeadline.now()
    private var bodyBytes = 0
    /// Runs while the client does not take what is written.
    private var stall: Scheduled<Void>?

    init(patience: ConnectionPatience, presence: ClientPresence) {
        (self.patience, self.presence) = (patience, presence)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { expect(.head, within: patience.head, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        expect(.head, within: patience.head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        stall?.cancel()
        _ = presence.clientLeft(midRequest: reading == .body)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        stall?.cancel()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : watchStall(context, buffered: .max)
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // After the last answer nothing more is served; what still arrives is thrown away until the client closes.
        if isDeaf { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            if let status = RequestFraming.refusal(of: head) {
                return refuse(HTTPParserError.unknown, context, status: status)
            }
            answering += 1
            answersBegun = false
            if head.headers.contains(name: "upgrade") {
                head.headers.remove(name: "upgrade")
                hasLastRequest = true
            }
            // The decoder takes what follows a CONNECT for another protocol.
            if !head.isKeepAlive || head.method == .CONNECT { hasLastRequest = true }
            if head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                head.headers.remove(name: "expect")
                // The body is wanted, whatever comes of it: who waits for that word waits a second (RFC 9110 §10.1.1).
                // Not in the middle of another answer.
                if answering == 1, head.version == .http1_1 {
                    let word = HTTPResponseHead(version: .http1_1, status: .continue)
                    context.writeAndFlush(wrapOutboundOut(.head(word)), promise: nil)
                }
            }
            (bodyBegan, bodyBytes) = (.now(), 0)
            expect(.body, within: patience.body, context)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .end:
            due = nil
            reading = .head
            context.fireChannelRead(data)
        case .body(let piece):
            bodyBytes += piece.readableBytes
            context.fireChannelRead(data)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // After the last answer nothing more is sent either: the request that was refused may have a handler.
        guard reading != .nothing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            answersBegun = true
            if closesAfterAnswer || isQuiescing || isLastAnswer {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            if head.headers["connection"].contains("close") { closesAfterAnswer = true }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            // An answer that had begun when the program was told to stop may have promised to keep the connection.
            if closesAfterAnswer || isQuiescing || isLastAnswer { return finish(context) }
            answering = max(0, answering - 1)
            guard answering == 0 else { return context.flush() }
            expect(.head, within: patience.idle, context)
            context.triggerUserOutboundEvent(GatheredWrites.SendNow(), promise: nil)
        case .body: context.write(data, promise: promise)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isDeaf else { return }
        if reading == .body { _ = presence.clientLeft(midRequest: true) }
        guard answering == 0 || !answersBegun else { return context.close(promise: nil) }
        refuse(error, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            if answering == 0 { return context.close(promise: nil) }
        }
        // A client may close its end and wait for the answer. Of one that has a stream running we know no better than
        // that it is gone: that is what a browser does when its page is left.
        if let event = event as? ChannelEvent, event == .inputClosed, reading != .nothing,
            presence.clientLeft(midRequest: reading == .body)
        {
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Whether nothing that comes matters any more, not even that it is no HTTP.
    private var isDeaf: Bool { reading == .nothing || (hasLastRequest && reading == .head) }

    /// Whether requests of this connection are still answered.
    var isServing: Bool { reading != .nothing }

    /// Whether nothing can follow the answer that is being written: of no more requests, or because the rest of its
    /// request was not wanted.
    private var isLastAnswer: Bool { answering <= 1 && (hasLastRequest || reading == .body) }

    private func expect(_ next: Reading, within limit: Duration, _ context: ChannelHandlerContext) {
        reading = next
        let due = NIODeadline.now() + TimeAmount(limit)
        self.due = due
        if let rings, rings <= due { return }
        timer?.cancel()
        ring(at: due, context)
    }

    private func ring(at time: NIODeadline, _ context: ChannelHandlerContext) {
        rings = time
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: time) {
            let (guardian, context) = bound.value
            guardian.rings = nil
            guard let due = guardian.due else { return }
            if due > .now() { guardian.ring(at: due, context) } else { guardian.overdue(context) }
        }
    }

    /// What was expected has not come.
    private func overdue(_ context: ChannelHandlerContext) {
        guard reading == .body else { return context.close(promise: nil) }
        // A large body over a thin line takes its time, as long as it comes at all.
        if let more = patienceWithBody(context) { return expect(.body, within: more, context) }
        // A client in the middle of a request hears why; a silent one is just let go.
        guard !answersBegun else { return context.close(promise: nil) }
        refuse(HTTPParserError.unknown, context, status: .requestTimeout)
    }

    /// How much longer the body may take, for what has come of it.
    private func patienceWithBody(_ context: ChannelHandlerContext) -> Duration? {
        let earned = patience.body + .seconds(1) * (Double(bodyBytes) / Double(patience.slowestBody))
        let left = earned - Duration(NIODeadline.now() - bodyBegan)
        return left > .milliseconds(10) ? left : nil
    }

    /// Closes the connection when nothing of what is written was taken for a while.
    private func watchStall(_ context: ChannelHandlerContext, buffered before: Int) -> Scheduled<Void> {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: TimeAmount(patience.stall)) {
            let (guardian, context) = bound.value
            let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
            guard buffered < before else { return context.close(promise: nil) }
            guardian.stall = guardian.watchStall(context, buffered: buffered)
        }
    }

    /// Answers a request that never reached a service.
    private func refuse(_ error: any Error, _ context: ChannelHandlerContext, status: HTTPResponseStatus? = nil) {
        let tooLarge = (error as? HTTPParserError) == .headerOverflow
        let status = status ?? (tooLarge ? .requestHeaderFieldsTooLarge : .badRequest)
        let code =
            switch status {
            case .requestTimeout: "request_timeout"
            case .requestHeaderFieldsTooLarge: "headers_too_large"
            default: "malformed_request"
            }
        let body = """
            {"success":false,"error":"\(status.reasonPhrase)","message":"\(status.reasonPhrase)","code":"\(code)",\
            "type":"about:blank","title":"\(status.reasonPhrase)","status":\(status.code)}
            """
        let headers: HTTPHeaders = [
            "content-type": "application/problem+json", "content-length": String(body.utf8.count),
            "connection": "close",
        ]
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        finish(context)
    }

    /// Sends what is written, says that no more comes, and leaves the client a second to read it before the reset that
    /// closing with unread input would be.
    private func finish(_ context: ChannelHandlerContext) {
        if reading == .body { _ = presence.clientLeft(midRequest: true) }
        reading = .nothing
        due = nil
        timer?.cancel()
        context.flush()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .seconds(1)) { bound.value.close(promise: nil) }
        context.close(mode: .output, promise: nil)
    }
}

/// How long a client may take.
package struct ConnectionPatience: Sendable {
    /// From connecting, or from the last answer, to the end of a request's head.
    package var head: Duration = .seconds(10)
    /// Between requests on a connection that is kept.
    package var idle: Duration = .seconds(60)
    /// From a request's head to the end of its body.
    package var body: Duration = .seconds(60)
    /// A body may take longer if at least so many bytes of it come in a second.
    package var slowestBody = 4 << 10
    /// For taking anything of what is written while more waits to be sent.
    package var stall: Duration = .seconds(60)

    package init() {}
}
