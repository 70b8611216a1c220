import NIOCore
import NIOPosix

/// A scanner that knows one virus: a file with `EICAR` in it. It speaks clamd's INSTREAM and can be told to misbehave.
enum FakeClamd {
    enum Mood: Sendable {
        case normal
        /// Says that the file is too large for it, in the middle of it.
        case refusing
        /// Takes everything and says nothing.
        case silent
        /// Closes at once.
        case closing
    }

    static func with(_ mood: Mood = .normal, socket: String? = nil, _ body: (String) async throws -> Void) async throws
    {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(mood))
                }
            }
        let channel =
            if let socket {
                try await bootstrap.bind(unixDomainSocketPath: socket).get()
            } else {
                try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            }
        let url = socket.map { "unix:\($0)" } ?? "tcp://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        do {
            try await body(url)
            try? await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let mood: Mood
        private var unread = ByteBuffer()
        private var isGreeted = false
        private var content: [UInt8] = []

        init(_ mood: Mood) { self.mood = mood }

        func channelActive(context: ChannelHandlerContext) {
            if case .closing = mood { context.close(promise: nil) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var piece = unwrapInboundIn(data)
            unread.writeBuffer(&piece)
            if case .silent = mood { return }
            if !isGreeted {
                guard let command = unread.readString(length: 10) else { return }
                guard command == "zINSTREAM\0" else { return reply("UNKNOWN COMMAND\0", context) }
                isGreeted = true
            }
            if case .refusing = mood { return reply("INSTREAM size limit exceeded. ERROR\0", context) }
            while let size = unread.getInteger(at: unread.readerIndex, as: UInt32.self) {
                guard size > 0 else {
                    let isInfected = String(decoding: content, as: UTF8.self).contains("EICAR")
                    return reply(isInfected ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0", context)
                }
                guard unread.readableBytes >= 4 + Int(size) else { return }
                unread.moveReaderIndex(forwardBy: 4)
                content += unread.readBytes(length: Int(size)) ?? []
            }
        }

        private func reply(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }
    }
}
