package import NIOCore
import NIOPosix

/// A TCP connection that sends whatever bytes a test wants, to see what a server makes of them.
package struct RawConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, hands the connection to `body`, and closes it.
    package static func open<R: Sendable>(
        port: Int,
        _ body: (Inbound, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> R
    ) async throws -> R {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(Inbound(iterator: inbound.makeAsyncIterator()), outbound)
        }
    }

    /// What came so far.
    package final class Inbound {
        private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private var text = ""

        init(iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.iterator = iterator }

        /// Everything until the server closes.
        package func toEnd() async throws -> String {
            do {
                while let piece = try await iterator.next() { text += String(buffer: piece) }
            } catch {
                // A reset after the answer is a close as well.
            }
            return text
        }

        /// Everything up to and including `mark` when it has come so often, or the end.
        package func upTo(_ mark: String, times: Int = 1) async throws -> String {
            // One is looked for in large answers, and quickly.
            while times == 1 ? !text.contains(mark) : text.ranges(of: mark).count < times,
                let piece = try await iterator.next()
            {
                text += String(buffer: piece)
            }
            return text
        }
    }
}
