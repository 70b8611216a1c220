import EventLoops
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Has the requests of one connection answered, one after the other, each by a task on the connection's event loop.
///
/// A request whose body is there is handed over with it, in the same turn of the loop; of another the body follows, and
/// the connection is read no faster than it is taken. So it is with requests that come before their turn.
final class RequestLoop: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    /// Parts that wait for their turn before the connection is read no further.
    private static let queueLimit = 16

    private let responder: Responder
    private let guardian: ConnectionGuard
    private let presence: ClientPresence
    /// The connection is closed and no answer is made for it any more.
    private var over: EventLoopPromise<Void>?
    private var context: ChannelHandlerContext?
    private var address: String?

    /// What came and was not looked at yet.
    private var queue = CircularBuffer<HTTPServerRequestPart>()
    /// The request whose end has not come, before it is handed over.
    private var arriving: (head: HTTPRequestHead, body: ByteBuffer?)?
    /// The rest of the body of the request that is being answered.
    private var body: Relay?
    private var answer: Task<Void, Never>?
    private var isAnswering = false
    /// The client has closed its end.
    private var hasEnded = false
    /// Nobody takes what is there of the body.
    private var isBodyFull = false
    /// The connection wants to read and was told to wait.
    private var readIsDue = false
    /// Waits until the client has taken what is written.
    private var writer: CheckedContinuation<Void, any Error>?

    init(_ responder: @escaping Responder, behind guardian: ConnectionGuard, for presence: ClientPresence) {
        (self.responder, self.guardian, self.presence) = (responder, guardian, presence)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        over = context.eventLoop.makePromise()
        address = context.channel.remoteAddress?.ipAddress
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        if !isAnswering { over?.succeed() }
    }

    // What comes.

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        queue.append(unwrapInboundIn(data))
        look()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        handOver()
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            hasEnded = true
            look()
            closeIfDone()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        queue.removeAll()
        (arriving, hasEnded) = (nil, true)
        end(body: &body)
        writer.take()?.resume(throwing: ClientDeparted())
        context.fireChannelInactive()
    }

    func read(context: ChannelHandlerContext) {
        readIsDue = isBodyFull || queue.count > Self.queueLimit
        if !readIsDue { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { writer.take()?.resume() }
        context.fireChannelWritabilityChanged()
    }

    /// Looks at what came, up to the end of the request that can be answered now.
    private func look() {
        while !isAnswering || body != nil, let part = queue.popFirst() {
            switch part {
            case .head(let head): arriving = (head, nil)
            case .body(let piece) where body != nil: put(piece)
            case .body(var piece): _ = arriving?.body.setOrWriteBuffer(&piece)
            case .end where body != nil: end(body: &body)
            case .end:
                guard let (head, body) = arriving.take() else { continue }
                return begin(head, RequestBody(buffer: body ?? ByteBuffer()))
            }
        }
        if hasEnded, queue.isEmpty { end(body: &body) }
    }

    /// Begins with the request of which more is to come.
    private func handOver() {
        guard !isAnswering, let (head, bytes) = arriving.take() else { return }
        let body = Relay()
        self.body = body
        if let bytes { put(bytes) }
        begin(head, RequestBody(asyncSequence: body))
    }

    private func put(_ piece: ByteBuffer) {
        guard let body, let context else { return }
        let loop = context.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let hasRoom = body.offer(piece) { _ in loop.execute { bound.value.bodyWasTaken() } }
        if !hasRoom { isBodyFull = true }
    }

    private func bodyWasTaken() {
        isBodyFull = false
        readOn()
    }

    private func end(body: inout Relay?) {
        body.take()?.finish()
        isBodyFull = false
    }

    private func readOn() {
        guard readIsDue, !isBodyFull, queue.count <= Self.queueLimit else { return }
        readIsDue = false
        context?.read()
    }

    // Answers.

    private func begin(_ head: HTTPRequestHead, _ body: RequestBody) {
        guard guardian.isServing, let context else { return }
        guard let head = try? HTTPRequest(received: head) else { return context.close(promise: nil) }
        isAnswering = true
        let answer = AnswerWriter(self, on: context.eventLoop)
        let begun = Task.immediate(executorPreference: presence.executor) { [responder, presence, address] in
            await ClientPresence.$current.withValue(presence) {
                let reply = await responder(Request(head: head, body: body), address)
                do {
                    try await reply.send(to: head.method, through: answer)
                    await answer.isOver()
                } catch {
                    // It is not whole: the client sees that by the connection's end.
                    await answer.isOver(broken: true)
                }
            }
        }
        if isAnswering { self.answer = begun }
    }

    /// The answer is written, or never will be.
    func answered(broken: Bool) {
        (isAnswering, answer) = (false, nil)
        end(body: &body)
        guard let context, context.channel.isActive else { return over?.succeed() ?? () }
        if broken { return context.close(promise: nil) }
        if !queue.isEmpty {
            // Not at once: a client that sends many requests together gets one answer a turn.
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            context.eventLoop.execute { bound.value.goOn() }
        }
        readOn()
        closeIfDone()
    }

    private func goOn() {
        look()
        handOver()
        readOn()
        closeIfDone()
    }

    /// Nothing more can come, and everything is answered.
    private func closeIfDone() {
        if hasEnded, !isAnswering, queue.isEmpty { context?.close(mode: .output, promise: nil) }
    }

    // What the answer's task asks for.

    func write(_ parts: HTTPServerResponsePart...) throws {
        guard let context, context.channel.isActive, guardian.isServing else { throw ClientDeparted() }
        for part in parts { context.write(wrapOutboundOut(part), promise: nil) }
        // The guard sends what is whole.
        if case .end = parts.last { return }
        context.flush()
    }

    var isWritable: Bool { context?.channel.isWritable ?? true }

    func awaitWritable(_ continuation: CheckedContinuation<Void, any Error>) {
        guard let context, context.channel.isActive else { return continuation.resume(throwing: ClientDeparted()) }
        if context.channel.isWritable { continuation.resume() } else { writer = continuation }
    }

    // The end.

    /// Comes when the connection is closed and no answer is made for it; `nil` before it stands in a pipeline.
    var whenOver: EventLoopFuture<Void>? { over?.futureResult }

    /// Ends the answer that is being made, and the connection.
    func cancel() {
        answer?.cancel()
        context?.close(promise: nil)
    }
}

extension HTTPRequest {
    /// A request's head as the services read it.
    fileprivate init(received head: HTTPRequestHead) throws {
        guard head.uri.utf8.first == UInt8(ascii: "/") else {
            // A whole address, for which it is to be taken apart.
            try self.init(head, secure: false, splitCookie: false)
            return
        }
        self.init(
            method: try Method(head.method),
            scheme: "http",
            authority: head.headers.first(name: "host"),
            path: head.uri,
            headerFields: HTTPFields(head.headers, splitCookie: false)
        )
    }
}
