import EventLoops
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("Writes that go out together", .timeLimit(.minutes(5)))
struct GatheredWritesTests {
    /// Counts what reaches the socket.
    private final class FlushCounter: ChannelOutboundHandler, Sendable {
        typealias OutboundIn = ByteBuffer
        let count = Mutex(0)

        func flush(context: ChannelHandlerContext) {
            count.withLock { $0 += 1 }
            context.flush()
        }
    }

    @Test("Parts that are flushed one by one in one turn of the loop are sent once, in order, and later ones as well")
    func gathers() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        let counter = FlushCounter()
        let client = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(counter, GatheredWrites())
                }
            }
            .connect(to: #require(server.channel.localAddress)).get()
        let received = try await server.executeThenClose { connections in
            var connection = connections.makeAsyncIterator()
            return try await #require(try await connection.next()).executeThenClose { pieces, _ in
                for round in 1...2 {
                    try await client.eventLoop.submit {
                        for part in ["head ", "body ", "end\n"] {
                            client.writeAndFlush(ByteBuffer(string: part), promise: nil)
                        }
                    }.get()
                    // Behind the turn that sends.
                    try await client.eventLoop.submit {}.get()
                    #expect(counter.count.withLock(\.self) == round)
                }
                client.eventLoop.execute {
                    client.writeAndFlush(ByteBuffer(string: "last words"), promise: nil)
                    client.close(promise: nil)
                }
                var text = ""
                for try await piece in pieces { text += String(buffer: piece) }
                return text
            }
        }
        #expect(received == "head body end\nhead body end\nlast words")
    }
}
