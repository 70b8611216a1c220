package import AsyncHTTPClient
import FoundationEssentials
import HTTPTypes
package import HummingbirdCore
package import NIOCore
import NIOHTTP1
import NIOPosix
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

    /// Bodies and answers up to this size are held whole: a hand-off between tasks costs more than the bytes.
    private static let small = 64 << 10

    /// Sends a request on and hands back the answer as it comes.
    ///
    /// Nobody there: 502 `service_unreachable`; no answer within the limit: 504 `service_timeout`. Nothing that
    /// somebody may have got is sent twice: whoever asked knows whether that would be right. A large body goes through
    /// as it comes, and the limit counts from its end.
    package func forward(
        _ request: Request,
        body: ByteBuffer?,
        within limit: Duration = .seconds(9)
    ) async throws -> Reply {
        let limit = min(limit, Deadline.current?.remaining ?? limit)
        guard limit > .milliseconds(10) else { throw Self.timeout }
        let whole = if let body { body } else { try await Self.smallBody(request) }
        guard breaker.admits() else { throw Self.unreachable }
        do {
            let reply: Reply
            if let whole {
                let body = whole.readableBytes > 0 ? HTTPClientRequest.Body.bytes(whole) : nil
                let outgoing = outgoing(request, body, within: limit)
                reply = try await self.reply(to: request, send(outgoing, within: limit))
            } else {
                reply = try await relay(request, within: limit)
            }
            breaker.succeeded()
            return reply
        } catch is CancellationError {
            breaker.succeeded()
            throw CancellationError()
        } catch let problem as Problem {
            // The request's own fault; the other side is there.
            breaker.succeeded()
            throw problem
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
            breaker.failed()
            throw Self.timeout
        } catch  where Self.isNobodyThere(error) {
            // Learnt at once, and in a moment somebody may be.
            breaker.abandoned()
            throw Self.unreachable
        } catch {
            breaker.failed()
            throw Self.unreachable
        }
    }

    /// Sends a request; once more when nobody was there to get it, as while a process is replaced by another.
    private func send(_ request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        let deadline = Deadline(in: limit)
        do {
            return try await client.execute(request, timeout: .init(limit))
        } catch  where Self.isNobodyThere(error) && deadline.remaining > .milliseconds(200) {
            try await Task.sleep(for: .milliseconds(100))
            var request = request
            request.headers.replaceOrAdd(name: "X-Request-Time-Left", value: deadline.header)
            return try await client.execute(request, timeout: .init(deadline.remaining))
        }
    }

    /// Whether no connection was made, so that nothing was sent.
    private static func isNobodyThere(_ error: any Error) -> Bool {
        error is NIOConnectionError || (error as? IOError)?.errnoCode == ECONNREFUSED
    }

    /// The body when it is small, as nearly all are; `nil` of one that is to be sent on as it comes.
    private static func smallBody(_ request: Request) async throws -> ByteBuffer? {
        guard let length = request.headers[.contentLength].flatMap(Int.init) else {
            return request.headers[.transferEncoding] == nil ? ByteBuffer() : nil
        }
        return length <= small ? try await RequestReader.whole(request, upTo: small) : nil
    }

    /// Sends a request on while its body still comes in.
    ///
    /// The client library would go on reading the body after the answer is out, while the connection reads the next
    /// request, and NIO ends the process when a body has two readers. So it reads a relay, and the body's reader ends
    /// here.
    private func relay(_ request: Request, within limit: Duration) async throws -> Reply {
        let relay = Relay()
        let length = request.headers[.contentLength].flatMap(Int64.init)
        var outgoing = outgoing(request, .stream(relay, length: length.map { .known($0) } ?? .unknown), within: nil)
        outgoing.headers.remove(name: "expect")
        let sent = outgoing
        return try await withThrowingTaskGroup(of: Reply?.self) { group in
            defer {
                relay.finish(CancellationError())
                group.cancelAll()
            }
            group.addTask { try await reply(to: request, client.execute(sent, deadline: .distantFuture)) }
            group.addTask {
                // Before the other side has all of it, so that nothing is refused here that was done there.
                try await InFlight.waitingForClient {
                    for try await piece in request.body { try await relay.send(piece) }
                }
                if ClientPresence.current?.leftMidRequest == true { throw UploadRefusal.interrupted }
                relay.finish()
                try await Task.sleep(for: limit)
                throw Self.timeout
            }
            for try await reply in group { if let reply { return reply } }
            throw Self.unreachable
        }
    }

    private func outgoing(
        _ request: Request,
        _ body: HTTPClientRequest.Body?,
        within limit: Duration?
    ) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: baseURL + (request.head.path ?? "/"))
        outgoing.method = .init(rawValue: request.method.rawValue)
        for field in request.headers where !Self.hopByHop.contains(field.name.canonicalName) {
            outgoing.headers.add(name: field.name.rawName, value: field.value)
        }
        let trace = RequestContext.current?.trace.child()
        if let trace { outgoing.headers.replaceOrAdd(name: "traceparent", value: trace.traceparent) }
        if let id = RequestContext.current?.requestID { outgoing.headers.replaceOrAdd(name: "X-Request-Id", value: id) }
        let deadline = limit.map { Deadline(in: $0) } ?? Deadline.current
        if let deadline { outgoing.headers.replaceOrAdd(name: "X-Request-Time-Left", value: deadline.header) }
        outgoing.body = body
        return outgoing
    }

    private func reply(to request: Request, _ response: HTTPClientResponse) async throws -> Reply {
        var headers = HTTPFields()
        for (name, value) in response.headers where !Self.hopByHop.contains(name.lowercased()) {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: Int(response.status.code), reasonPhrase: response.status.reasonPhrase)
        let length = response.headers.first(name: "content-length").flatMap(Int.init)
        if length == 0 || request.method == .head || status.code == 304 || status.code == 204 {
            return Reply(status: status, headers: headers)
        }
        if let length, length <= Self.small {
            return Reply(status: status, headers: headers, body: .whole(try await response.body.collect(upTo: length)))
        }
        let body = response.body
        return Reply(
            status: status,
            headers: headers,
            body: .stream(
                ReplyStream(length: length) { writer in
                    for try await piece in body { try await writer.write(piece) }
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
