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
        headers.first(name: "content-type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }

    /// How long it asks to wait, when it says so in seconds.
    var retryAfter: Duration? {
        headers.first(name: "retry-after").flatMap(Int.init).flatMap {
            (0...86_400).contains($0) ? .seconds($0) : nil
        }
    }

    /// The next piece of the body, `nil` at its end. One reader only.
    func next() async throws(UpstreamFailure) -> ByteBuffer? { try await flow.next() }

    /// The whole body, as far as its limits allow.
    func collect() async throws(UpstreamFailure) -> ByteBuffer {
        var body = ByteBuffer()
        while let piece = try await next() { body.writeImmutableBuffer(piece) }
        return body
    }

    /// What still comes is of no interest, but the connection is.
    func drain() { flow.drain() }
}
