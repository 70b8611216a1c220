import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What the answer to one request is written to, in this order: a head, the pieces of its body, its end.
///
/// Throws `ClientDeparted` when nobody takes it any more.
struct AnswerWriter: Sendable {
    private let connection: NIOLoopBound<RequestLoop>
    private let loop: any EventLoop

    init(_ connection: RequestLoop, on loop: any EventLoop) {
        (self.connection, self.loop) = (NIOLoopBound(connection, eventLoop: loop), loop)
    }

    /// The whole answer.
    func send(_ head: HTTPResponse, _ body: ByteBuffer? = nil) async throws {
        let head = HTTPResponseHead(head)
        try await here { connection in
            if let body {
                try connection.write(.head(head), .body(.byteBuffer(body)), .end(nil))
            } else {
                try connection.write(.head(head), .end(nil))
            }
        }
    }

    func begin(_ head: HTTPResponse) async throws {
        let head = HTTPResponseHead(head)
        try await here { try $0.write(.head(head)) }
    }

    /// A piece of the body. Waits while the client reads slower than this writes.
    func write(_ piece: ByteBuffer) async throws {
        let isWritable = try await here { connection in
            try connection.write(.body(.byteBuffer(piece)))
            return connection.isWritable
        }
        guard !isWritable else { return }
        try await withCheckedThrowingContinuation { continuation in
            loop.execute { connection.value.awaitWritable(continuation) }
        }
    }

    func end() async throws { try await here { try $0.write(.end(nil)) } }

    /// Nothing more is written; a broken one never had its end.
    func isOver(broken: Bool = false) async { _ = try? await here { $0.answered(broken: broken) } }

    /// On the connection's event loop, where an answer's task is as a rule.
    private func here<R: Sendable>(_ act: @escaping @Sendable (RequestLoop) throws -> R) async throws -> R {
        if loop.inEventLoop { return try act(connection.value) }
        return try await loop.submit { try act(connection.value) }.get()
    }
}
