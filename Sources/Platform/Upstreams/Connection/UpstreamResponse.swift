import NIOCore
import NIOHTTP1

/// An answer whose head is there and whose body is on its way. Letting go of it hangs up.
final class UpstreamResponse: Sendable {
    let status: Int
    let headers: HTTPHeaders
    private let flow: ResponseFlow

    init(head: HTTPResponseHead, flow: ResponseFlow) {
        (status, headers) = (Int(head.status.code), head.headers)
        self.flow = flow
    }

    deinit { flow.abandon() }

    /// Whether the body is a stream of events.
    var isEventStream: Bool {
        guard let type = headers.first(name: "content-type") else { return false }
        return String(decoding: type.utf8.prefix(17), as: UTF8.self).lowercased() == "text/event-stream"
    }

    /// How long it asks to wait, when it says so in seconds.
    var retryAfter: Duration? {
        headers.first(name: "retry-after").flatMap(Int.init).flatMap {
            (0...86_400).contains($0) ? .seconds($0) : nil
        }
    }

    /// The next piece of the body, `nil` at its end. One reader only.
    func next() async throws(UpstreamFailure) -> ByteBuffer? { try await flow.next() }

    /// The whole body, as far as its limits allow, and `limit`.
    func collect(upTo limit: Int = .max) async throws(UpstreamFailure) -> ByteBuffer {
        var body = ByteBuffer()
        while let piece = try await next() {
            guard piece.readableBytes <= limit - body.readableBytes else { throw UpstreamFailure(.tooLarge) }
            body.writeImmutableBuffer(piece)
        }
        return body
    }

    /// What still comes is of no interest, but the connection is.
    func drain() { flow.drain() }
}
