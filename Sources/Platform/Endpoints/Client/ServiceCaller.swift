package import Access
import FoundationEssentials
package import HTTPTypes
import HummingbirdCore
package import NIOCore
import Synchronization
import Telemetry
import Values

/// Calls other services by their endpoints. Whether the callee lives in this process or on another machine, the line of
/// code, the answer and the errors are the same.
package final class ServiceCaller: Sendable {
    /// Where a service is to be found.
    package enum Place: Sendable {
        case here(ServiceRuntime)
        case there(RemoteService)
    }

    private let directory: ServiceDirectory
    private let places: @Sendable (String) -> Place?
    private let token: @Sendable (Principal) async throws -> String

    /// `token` makes the short-lived access token that a call to another process carries.
    package init(
        directory: ServiceDirectory,
        token: @escaping @Sendable (Principal) async throws -> String,
        places: @escaping @Sendable (String) -> Place?
    ) {
        self.directory = directory
        self.token = token
        self.places = places
    }

    /// Calls an endpoint on behalf of a principal, within the limit and the deadline of the request being answered.
    /// Errors are `Problem`s, the same ones a client would see.
    package func call<E: Endpoint>(
        _ endpoint: E,
        as principal: Principal?,
        within limit: Duration = .seconds(5)
    ) async throws -> E.Response {
        let path = E.route.path.description
        guard let service = directory.service(for: path[...]), let place = places(service.name) else {
            throw RemoteService.unreachable
        }
        switch place {
        case .here(let runtime): return try await runtime.invoke(endpoint, as: principal)
        case .there(let remote): return try await call(endpoint, at: remote, as: principal, within: limit)
        }
    }

    private func call<E: Endpoint>(
        _ endpoint: E,
        at remote: RemoteService,
        as principal: Principal?,
        within limit: Duration
    ) async throws -> E.Response {
        var (request, body) = try EndpointRequest.make(endpoint)
        if let principal { request.headerFields[.authorization] = "Bearer \(try await token(principal))" }
        let outgoing = Request(head: request, body: .init(buffer: body))
        let reply = try await remote.forward(outgoing, body: body.readableBytes > 0 ? body : nil, within: limit)
        return try await EndpointRequest.read(reply, as: E.self)
    }
}

/// An endpoint's value as an HTTP request, and an HTTP answer as an endpoint's response.
package enum EndpointRequest {
    /// The request's head and body: path parameters in the path, the rest in the query or the body.
    package static func make<E: EndpointDeclaration>(_ endpoint: E) throws -> (HTTPRequest, ByteBuffer) {
        let route = E.route
        let encoded = try JSON(parsing: JSONWriter(style: route.dialect.style).bytes(endpoint))
        var members = encoded.object ?? JSONObject()
        var path = ""
        for segment in route.path.segments {
            switch segment {
            case .literal(let text): path += "/" + text
            case .parameter(let name):
                path += "/" + PercentEncoding.encode(members[name].flatMap(text) ?? "")
                members[name] = nil
            }
        }
        var query: [String] = []
        for member in members.members where !route.hasBody || E.queryNames.contains(member.name) {
            guard let text = text(member.value) else { continue }
            query.append("\(PercentEncoding.encode(member.name))=\(PercentEncoding.encode(text))")
            members[member.name] = nil
        }
        let target = (path.isEmpty ? "/" : path) + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        var head = HTTPRequest(method: route.method, scheme: nil, authority: nil, path: target)
        guard route.hasBody else { return (head, ByteBuffer()) }
        head.headerFields[.contentType] = "application/json"
        let body = ByteBuffer(bytes: try JSONWriter().bytes(JSON.object(members)))
        head.headerFields[.contentLength] = String(body.readableBytes)
        return (head, body)
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .bool(let bool): String(bool)
        default: nil
        }
    }

    /// The response, or the problem the other side reports.
    package static func read<E: Endpoint>(_ reply: Reply, as endpoint: E.Type) async throws -> E.Response {
        let bytes = try await reply.collected(upTo: 16 << 20)
        guard (200..<300).contains(reply.status.code) else { throw problem(reply.status, bytes, reply.headers) }
        return try JSONReader(style: E.route.dialect.style).value(E.Response.self, from: bytes.readableBytesView)
    }

    private static func problem(_ status: HTTPResponse.Status, _ bytes: ByteBuffer, _ headers: HTTPFields) -> Problem {
        let body = try? JSON(parsing: bytes.readableBytesView)
        var kept: HTTPFields = [:]
        for name in [HTTPField.Name.retryAfter, .rateLimit, .rateLimitPolicy] { kept[name] = headers[name] }
        let fields = (body?["errors"]?.array ?? []).compactMap { entry in
            entry["message"]?.string.map { InvalidValue($0, path: entry["field"]?.string.map { [$0] } ?? []) }
        }
        var problem = Problem(
            status,
            body?["code"]?.string ?? "unexpected_answer",
            body?["message"]?.string ?? status.reasonPhrase,
            fields: fields,
            headers: kept
        )
        problem.violatedLimit = body?["violated-policies"]?.array?.first?.string
        return problem
    }
}

extension Reply {
    /// The whole body, as far as it has no more than `limit` bytes.
    package func collected(upTo limit: Int) async throws -> ByteBuffer {
        switch body {
        case .empty: return ByteBuffer()
        case .whole(let buffer): return buffer
        case .stream(let stream):
            var buffer = ByteBuffer()
            try await stream.run { piece in
                guard buffer.readableBytes + piece.readableBytes <= limit else {
                    throw Problem(.badGateway, "answer_too_large", "A part of the platform answered too much.")
                }
                buffer.writeImmutableBuffer(piece)
            }
            return buffer
        }
    }
}
