import EventLoops
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// An HTTP/1 connection: decoder with our limits, `ConnectionGuard`, `RequestLoop`.
struct HTTPConnection: ServerChildChannel {
    /// A connection whose requests are answered.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        fileprivate let requests: NIOLoopBound<RequestLoop>
        /// Comes when it is closed and no answer is made for it.
        fileprivate let whenOver: EventLoopFuture<Void>?
    }

    /// All headers of a request together.
    static let maximumHeaders = 16 * 1024

    let responder: Responder
    let patience: ConnectionPatience

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = Self.maximumHeaders
            decoder.maxHeaderListSize = Self.maximumHeaders
            decoder.maxHeaderFieldCount = 100
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(GatheredWrites())
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: decoder
            )
            let presence = ClientPresence(LoopExecutor(channel.eventLoop))
            let guardian = ConnectionGuard(patience: patience, presence: presence)
            try pipeline.addHandler(guardian)
            let requests = RequestLoop(responder, behind: guardian, for: presence)
            try pipeline.addHandler(requests)
            return Value(
                channel: channel,
                requests: NIOLoopBound(requests, eventLoop: channel.eventLoop),
                whenOver: requests.whenOver
            )
        }
    }

    /// Returns when the connection is over; cancelled, it ends the answer that is being made.
    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            try? await value.whenOver?.get()
        } onCancel: {
            value.channel.eventLoop.execute { value.requests.value.cancel() }
        }
    }
}
