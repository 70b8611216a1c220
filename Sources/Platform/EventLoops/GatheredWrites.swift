package import NIOCore

/// Sends what is written to a connection once its event loop has come round, instead of at every flush: the parts of a
/// message that are written one by one go out in one piece, and the answers of many connections one after the other.
///
/// Belongs at the socket's end of a pipeline.
package final class GatheredWrites: ChannelOutboundHandler, RemovableChannelHandler {
    package typealias OutboundIn = NIOAny

    private var isWaiting = false

    package init() {}

    package func flush(context: ChannelHandlerContext) {
        guard !isWaiting else { return }
        isWaiting = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (handler, context) = bound.value
            guard handler.isWaiting else { return }
            handler.isWaiting = false
            context.flush()
        }
    }

    /// What is written goes out now: nothing of it is to come.
    package struct SendNow: Sendable {
        package init() {}
    }

    package func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?)
    {
        guard event is SendNow else { return context.triggerUserOutboundEvent(event, promise: promise) }
        isWaiting = false
        context.flush()
        promise?.succeed()
    }

    /// What was to be sent goes out before the connection is closed.
    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if isWaiting {
            isWaiting = false
            context.flush()
        }
        context.close(mode: mode, promise: promise)
    }
}
