import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on this machine that plays somebody else's API, for tests: it keeps what it is asked and answers
/// as it is told.
package final class HTTPStub: Sendable {
    /// What it was asked.
    package struct Asked: Sendable {
        package let method: String
        package let path: String
        package let headers: [(name: String, value: String)]
        package let body: String

        /// The value of a header, whatever the case of its name.
        package subscript(header name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// What it answers, as JSON.
    package struct Answer: Sendable {
        package let status: Int
        package let json: String

        package init(_ status: Int, _ json: String) { (self.status, self.json) = (status, json) }
    }

    private let state: State
    private let channel: any Channel
    /// Where it listens: `http://127.0.0.1:<port>`.
    package let url: String

    private init(_ channel: any Channel, _ state: State) {
        (self.channel, self.state) = (channel, state)
        url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
    }

    /// What it was asked so far, oldest first.
    package var asked: [Asked] { state.asked.withLock { $0 } }

    /// Answers so from now on, by the number of the request since then: 0, 1, 2, …
    package func answer(_ answer: @escaping @Sendable (Int, Asked) -> Answer) {
        state.answering.withLock { $0 = (0, answer) }
    }

    /// Runs `body` with a server that is stopped afterwards.
    package static func with<Result>(
        _ answer: Answer = Answer(200, "{}"),
        _ body: (HTTPStub) async throws -> Result
    ) async throws -> Result {
        let state = State { _, _ in answer }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let stub = HTTPStub(channel, state)
        do {
            let result = try await body(stub)
            try? await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class State: Sendable {
        let asked = Mutex<[Asked]>([])
        let answering: Mutex<(count: Int, answer: @Sendable (Int, Asked) -> Answer)>

        init(_ answer: @escaping @Sendable (Int, Asked) -> Answer) { answering = Mutex((0, answer)) }

        func answer(to asked: Asked) -> Answer {
            self.asked.withLock { $0.append(asked) }
            return answering.withLock { current in
                defer { current.count += 1 }
                return current.answer(current.count, asked)
            }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let state: State
        private var head: HTTPRequestHead?
        private var body = ""

        init(_ state: State) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, "")
            case .body(let buffer): body += String(buffer: buffer)
            case .end:
                guard let head else { return }
                let asked = Asked(
                    method: head.method.rawValue,
                    path: head.uri,
                    headers: head.headers.map { ($0.name, $0.value) },
                    body: body
                )
                write(state.answer(to: asked), to: context)
            }
        }

        private func write(_ answer: Answer, to context: ChannelHandlerContext) {
            let body = ByteBuffer(string: answer.json)
            let headers: HTTPHeaders = [
                "Content-Type": "application/json", "Content-Length": String(body.readableBytes),
            ]
            let status = HTTPResponseStatus(statusCode: answer.status)
            context.write(
                wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))),
                promise: nil
            )
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
