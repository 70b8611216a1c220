package import AsyncHTTPClient
import FoundationEssentials
import HTTPTypes
package import HummingbirdCore
package import NIOCore
import NIOHTTP1
import Telemetry

/// A service in another process: sends it requests over HTTP, with the caller's deadline, request id and trace.
package struct RemoteService: Sendable {
    private let client: HTTPClient
    private let baseURL: String
    private let breaker = CircuitBreaker()

    /// `baseURL` without a trailing slash: `http://10.0.0.7:8027`.
    package init(baseURL: String, client: HTTPClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.client = client
    }

    /// Headers that belong to one connection and are not handed on (RFC 9110 §7.6.1).
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
        "upgrade", "content-length", "host",
    ]

    /// Sends a request on and hands back the answer as it comes.
    ///
    /// Nobody there: 502 `service_unreachable`; no answer within the limit: 504 `service_timeout`. Nothing is sent
    /// twice: whoever asked knows whether that would be right.
    package func forward(
        _ request: Request,
        body: ByteBuffer?,
        within limit: Duration = .seconds(9)
    ) async throws -> Reply {
        let limit = min(limit, Deadline.current?.remaining() ?? limit)
        guard limit > .milliseconds(10) else { throw Self.timeout }
        // Whole before anything is sent: the client library would go on reading a stream after its answer is out, while
        // the connection reads the next request, and NIO ends the process when a body has two readers.
        let body = if let body { body } else { try await RequestReader.whole(request) }
        guard breaker.admits() else { throw Self.unreachable }
        do {
            let response = try await client.execute(outgoing(request, body, within: limit), timeout: .init(limit))
            breaker.succeeded()
            return reply(to: request, response)
        } catch is CancellationError {
            breaker.succeeded()
            throw CancellationError()
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
            breaker.failed()
            throw Self.timeout
        } catch {
            breaker.failed()
            throw Self.unreachable
        }
    }

    private func outgoing(_ request: Request, _ body: ByteBuffer, within limit: Duration) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: baseURL + (request.head.path ?? "/"))
        outgoing.method = .init(rawValue: request.method.rawValue)
        for field in request.headers where !Self.hopByHop.contains(field.name.canonicalName) {
            outgoing.headers.add(name: field.name.rawName, value: field.value)
        }
        let trace = RequestContext.current?.trace.child()
        if let trace { outgoing.headers.replaceOrAdd(name: "traceparent", value: trace.traceparent) }
        if let id = RequestContext.current?.requestID { outgoing.headers.replaceOrAdd(name: "X-Request-Id", value: id) }
        let deadline = Deadline(Date().addingTimeInterval(limit.seconds))
        outgoing.headers.replaceOrAdd(name: "X-Request-Deadline", value: deadline.header)
        if body.readableBytes > 0 { outgoing.body = .bytes(body) }
        return outgoing
    }

    private func reply(to request: Request, _ response: HTTPClientResponse) -> Reply {
        var headers = HTTPFields()
        for (name, value) in response.headers where !Self.hopByHop.contains(name.lowercased()) {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase)
        let length = response.headers.first(name: "content-length").flatMap(Int.init)
        if length == 0 || request.method == .head || status.code == 304 || status.code == 204 {
            return Reply(status: status, headers: headers)
        }
        let body = response.body
        return Reply(
            status: status,
            headers: headers,
            body: .stream(
                ResponseBody(contentLength: length) { writer in
                    for try await piece in body { try await writer.write(piece) }
                    try await writer.finish(nil)
                }
            )
        )
    }

    static let unreachable = Problem(
        .badGateway,
        "service_unreachable",
        "A part of the platform is not answering. Try again in a moment.",
        headers: [.retryAfter: "2"]
    )
    static let timeout = Problem(
        .gatewayTimeout,
        "service_timeout",
        "A part of the platform did not answer in time.",
        headers: [.retryAfter: "2"]
    )
}

extension Duration {
    /// The duration in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

extension RemoteService {
    /// Whether the process answers at all, within a second.
    package func isAlive() async -> Bool {
        let request = Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/livez"),
            body: .init(buffer: ByteBuffer())
        )
        guard let reply = try? await forward(request, body: nil, within: .seconds(1)) else { return false }
        _ = try? await reply.collected(upTo: 4096)
        return reply.status == .ok
    }
}
