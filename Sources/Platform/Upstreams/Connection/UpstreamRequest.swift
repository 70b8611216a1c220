import NIOCore
import NIOHTTP1

/// A request as it goes over a connection.
struct UpstreamRequest: Sendable {
    var method: HTTPMethod
    /// Path and query, encoded.
    var target: String
    /// With `Host`, without what frames the body.
    var headers: HTTPHeaders
    var body: ByteBuffer?

    var head: HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: headers)
        if let body {
            head.headers.add(name: "Content-Length", value: String(body.readableBytes))
        } else if method != .GET {
            head.headers.add(name: "Content-Length", value: "0")
        }
        return head
    }
}
