import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that answers every request with the bytes it is told to, over TCP or TLS, and counts its connections.
final class WireServer: Sendable {
    struct Tally: Sendable {
        var (connections, open, mostOpen, requests) = (0, 0, 0, 0)
    }

    private let state = Mutex(Tally())
    private let channel = Mutex<(any Channel)?>(nil)

    var tally: Tally { state.withLock { $0 } }

    /// Runs `body` with a server that gives its answers in turn, over and over; with `hangsUp` one to a connection.
    static func with(
        _ encryption: NIOSSLContext? = nil,
        answers: [String],
        hangsUp: Bool = false,
        pause: TimeAmount = .zero,
        _ body: (WireServer, _ port: Int) async throws -> Void
    ) async throws {
        let server = WireServer()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let encryption {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption))
                    }
                    try channel.pipeline.syncOperations.addHandler(Answering(server, answers, hangsUp, pause))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(server, channel.localAddress?.port ?? 0)
            try await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let server: WireServer
        private let answers: [String]
        private let hangsUp: Bool
        private let pause: TimeAmount
        private var request = ""

        init(_ server: WireServer, _ answers: [String], _ hangsUp: Bool, _ pause: TimeAmount) {
            (self.server, self.answers, self.hangsUp, self.pause) = (server, answers, hangsUp, pause)
        }

        func channelActive(context: ChannelHandlerContext) {
            server.state.withLock { tally in
                tally.connections += 1
                tally.open += 1
                tally.mostOpen = max(tally.mostOpen, tally.open)
            }
        }

        func channelInactive(context: ChannelHandlerContext) { server.state.withLock { $0.open -= 1 } }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            request += String(buffer: unwrapInboundIn(data))
            guard request.hasSuffix("\r\n\r\n") else { return }
            request = ""
            let number = server.state.withLock { tally in
                tally.requests += 1
                return tally.requests
            }
            let (bytes, hangsUp, channel) = (answers[(number - 1) % answers.count], hangsUp, context.channel)
            context.eventLoop.scheduleTask(in: pause) {
                let written = channel.writeAndFlush(ByteBuffer(string: bytes))
                if hangsUp { written.whenComplete { _ in channel.close(promise: nil) } }
            }
        }
    }
}

extension String {
    /// An answer with a body and its length.
    static func answer(_ body: String, _ headers: String...) -> String {
        let lines =
            ["HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
