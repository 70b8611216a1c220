import NIOCore

/// A command on its way, and the promise of its answer.
struct RedisRequest: Sendable {
    let bytes: ByteBuffer
    let answer: EventLoopPromise<RedisValue>
}

/// Speaks RESP on one connection: commands go out as they come, answers come back in the same order.
///
/// Many commands are on their way at once; those written in one turn of the event loop leave in one write. When the
/// oldest has waited too long the whole connection is given up, because everything behind it waits as well.
final class RedisHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = RedisRequest
    typealias OutboundOut = ByteBuffer

    /// What is asked while so many answers are missing is refused.
    static let maximumWaiting = 4096
    /// A connection that is quiet is asked whether it lives; one that was cut off without a word is noticed so.
    private static let heartbeat = TimeAmount.seconds(5)

    private struct Waiting {
        let answer: EventLoopPromise<RedisValue>
        let until: NIODeadline
    }

    private let patience: TimeAmount
    private let onMessage: @Sendable (_ channel: [UInt8], _ message: [UInt8]) -> Void
    private let reader: RedisReader
    private var waiting = CircularBuffer<Waiting>(initialCapacity: 64)
    private var timer: Scheduled<Void>?
    private var heart: RepeatedTask?
    private var flushIsScheduled = false
    private var isOver = false

    init(
        patience: TimeAmount,
        onMessage: @escaping @Sendable (_ channel: [UInt8], _ message: [UInt8]) -> Void
    ) throws {
        (self.patience, self.onMessage) = (patience, onMessage)
        reader = try RedisReader()
    }

    func channelActive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        heart = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.heartbeat, delay: Self.heartbeat) { _ in
            let (handler, context) = bound.value
            let answer = context.eventLoop.makePromise(of: RedisValue.self)
            handler.ask(RedisRequest(bytes: RedisCommand("PING").formatted(), answer: answer), context)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        timer?.cancel()
        heart?.cancel()
        while let next = waiting.popFirst() { next.answer.fail(RedisLost("the connection was lost")) }
        context.fireChannelInactive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let request = unwrapOutboundIn(data)
        guard !isOver, waiting.count < Self.maximumWaiting else {
            promise?.fail(RedisLost("too many commands wait for an answer"))
            return
        }
        ask(request, context)
        promise?.succeed()
    }

    private func ask(_ request: RedisRequest, _ context: ChannelHandlerContext) {
        guard !isOver else { return request.answer.fail(RedisLost("the connection was lost")) }
        waiting.append(Waiting(answer: request.answer, until: .now() + patience))
        context.write(wrapOutboundOut(request.bytes), promise: nil)
        if timer == nil { watch(context) }
        guard !flushIsScheduled else { return }
        flushIsScheduled = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (handler, context) = bound.value
            handler.flushIsScheduled = false
            context.flush()
        }
    }

    /// Looks again when the answer that is due first should be there.
    private func watch(_ context: ChannelHandlerContext) {
        timer = nil
        guard let until = waiting.first?.until else { return }
        guard until > .now() else { return context.close(promise: nil) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: until) {
            let (handler, context) = bound.value
            handler.watch(context)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try reader.feed(unwrapInboundIn(data))
            while let value = try reader.next() { take(value) }
        } catch {
            context.close(promise: nil)
        }
    }

    private func take(_ value: RedisValue) {
        if let parts = value.array, parts.count == 3, parts[0] == .text(Array("message".utf8)),
            let channel = parts[1].bytes, let message = parts[2].bytes
        {
            return onMessage(channel, message)
        }
        waiting.popFirst()?.answer.succeed(value)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
