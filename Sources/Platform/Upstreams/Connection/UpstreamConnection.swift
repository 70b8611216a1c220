import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// One HTTP/1.1 connection to an upstream: asks one thing at a time and hands the answer to its `ResponseFlow`, piece
/// by piece, as far as that has room.
///
/// Belongs after the handlers that NIO has for clients. Not used again after anything unexpected: an answer that did
/// not end, one that came before its request was sent, bytes that nobody asked for.
final class UpstreamConnection: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPClientRequestPart

    /// Told when the connection has nothing to do any more, and whether it can be asked again.
    private let freed: (UpstreamConnection, _ isUsable: Bool) -> Void
    /// Kept when it can be asked: over TLS once the server has shown who it is.
    let isReady: EventLoopFuture<Void>
    private var ready: EventLoopPromise<Void>?
    private let isEncrypted: Bool
    private var context: ChannelHandlerContext?
    private var flow: ResponseFlow?
    private var isSent = false
    private var keepsAlive = false
    /// Whether the answer says where it ends; otherwise it ends with the connection.
    private var isFramed = false
    /// Whether an answer has ended of whose last bytes more may be here.
    private var isDone = false
    /// Whether it is closed, or about to be: over TLS that takes a while.
    private var isOver = false
    /// Since when it waits for a request.
    private(set) var idleSince = NIODeadline.now()

    init(
        on loop: any EventLoop,
        isEncrypted: Bool,
        freed: @escaping (UpstreamConnection, _ isUsable: Bool) -> Void
    ) {
        (self.isEncrypted, self.freed) = (isEncrypted, freed)
        let promise = loop.makePromise(of: Void.self)
        (ready, isReady) = (promise, promise.futureResult)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        ready.take()?.fail(ChannelError.eof)
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isEncrypted { ready.take()?.succeed() }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { ready.take()?.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    /// Sends a request; false when the connection has ended, and nothing was sent.
    func ask(_ request: UpstreamRequest, _ flow: ResponseFlow) -> Bool {
        guard let context, context.channel.isActive, !isOver else { return false }
        guard flow.isCarried(by: context.channel) else {
            // Given up before it was sent.
            freed(self, true)
            return true
        }
        self.flow = flow
        isSent = false
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        if let body = request.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenSuccess { bound.value.isSent = true }
        return true
    }

    func close() {
        (isDone, isOver) = (false, true)
        context?.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let flow else { return close() }
        switch unwrapInboundIn(data) {
        case .head(let head):
            keepsAlive = head.isKeepAlive
            isFramed = head.headers.contains(name: "content-length") || head.headers.contains(name: "transfer-encoding")
            flow.received(head)
        case .body(let piece): flow.received(piece)
        case .end:
            self.flow = nil
            isDone = flow.ended() && keepsAlive && isSent
            if !isDone { close() }
        }
    }

    /// Whoever asks next must not get what came behind the answer before.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isDone, context.channel.isActive {
            (isDone, idleSince) = (false, .now())
            freed(self, true)
        }
        context.fireChannelReadComplete()
    }

    /// The flow asks for more by another read when it has room again.
    func read(context: ChannelHandlerContext) {
        if flow?.hasRoom ?? true { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whoever hangs up without a word of TLS may have said all the same: the framing tells, where there is any.
        if case .uncleanShutdown? = error as? NIOSSLError, isFramed { return }
        ready.take()?.fail(error)
        flow.take()?.broke(error)
        close()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        flow.take()?.broke(ChannelError.eof)
        // One that was never ready is its maker's to count.
        if let ready = ready.take() { ready.fail(ChannelError.eof) } else { freed(self, false) }
        context.fireChannelInactive()
    }
}
