import EventLoops
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// An HTTP/1 connection: decoder with our limits, `ConnectionGuard`, Hummingbird's request loop.
struct HTTPConnection: HTTPChannelHandler {
    /// A connection, and whether its client is still there.
    struct Value: ServerChildChannelValue {
        let requests: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        let presence: ClientPresence
        var channel: any Channel { requests.channel }
    }

    /// All headers of a request together.
    static let maximumHeaders = 16 * 1024

    let responder: HTTPChannelHandler.Responder
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
            try pipeline.addHandler(ConnectionGuard(patience: patience, presence: presence))
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            let requests = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            return Value(requests: requests, presence: presence)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskExecutorPreference(value.presence.executor) {
            await ClientPresence.$current.withValue(value.presence) {
                await handleHTTP(asyncChannel: value.requests, logger: logger)
            }
        }
    }
}
