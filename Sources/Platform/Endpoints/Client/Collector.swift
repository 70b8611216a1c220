import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization

/// Gathers a streamed body into one buffer, up to a limit.
final class Collector: ResponseBodyWriter, Sendable {
    let buffer = Mutex(ByteBuffer())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func write(_ piece: ByteBuffer) async throws {
        try buffer.withLock { buffer in
            guard buffer.readableBytes + piece.readableBytes <= limit else {
                throw Problem(.badGateway, "answer_too_large", "A part of the platform answered too much.")
            }
            buffer.writeImmutableBuffer(piece)
        }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
