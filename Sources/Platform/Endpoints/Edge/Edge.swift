import Crypto
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import Telemetry
import Values

/// What stands between the network and a responder: one request id and trace for a request, admission, CORS and
/// security headers, entity tags and compression. The same for every port.
package final class Edge: Sendable {
    private let origins: PortalOrigins
    private let logger: Logger
    private let addresses: ClientAddresses
    private let inFlight: InFlight

    package init(
        origins: PortalOrigins,
        addresses: ClientAddresses = ClientAddresses(),
        logger: Logger,
        maximumInFlight: Int = 2_000
    ) {
        self.origins = origins
        self.addresses = addresses
        self.logger = logger
        inFlight = InFlight(maximum: maximumInFlight)
    }

    /// How many requests are being answered.
    package var requestsInFlight: Int { inFlight.count }

    /// The responder behind this edge.
    package func guarding(_ responder: @escaping Responder) -> Responder {
        { request, address in await self.answer(request, address, responder) }
    }

    private func answer(_ request: Request, _ peer: String?, _ responder: @escaping Responder) async -> Reply {
        let origin = request.headers.value(of: .origin)
        let isPortal = origin.map(origins.contains) ?? false
        let trace = request.headers.value(of: .traceparent).flatMap { TraceContext(traceparent: $0) }
        let context = RequestContext(
            proposedID: request.headers.value(of: .requestID),
            trace: trace?.child() ?? .new()
        )
        // Whoever shortens the time only shortens their own.
        let deadline = request.headers.value(of: .timeLeft).flatMap(Deadline.init(header:))

        var response: Reply
        if request.method == .options {
            response = Self.preflight(request, allowed: isPortal)
        } else if let refusal = Self.refusal(of: request) {
            response = refusal.response(in: .portal, requestID: context.requestID)
        } else if !inFlight.enter() {
            inFlight.leave()
            response = InFlight.overloaded.response(in: .portal, requestID: context.requestID)
        } else {
            defer { inFlight.leave() }
            let address = addresses.address(of: request, peer: peer)
            let cleaned = Self.cleaned(request, isPortal: isPortal)
            response = await RequestContext.$current.withValue(context) {
                let hasNoBody =
                    request.headers.value(of: .contentLength) ?? "0" == "0"
                    && !request.headers.contains(.transferEncoding)
                // Whoever reads a body waits for the client.
                return await InFlight.$ofRequest.withValue(hasNoBody ? nil : inFlight) {
                    guard let deadline else { return await responder(cleaned, address) }
                    return await Deadline.$current.withValue(deadline) { await responder(cleaned, address) }
                }
            }
            response = await Self.finished(response, for: request)
        }
        SecurityHeaders.apply(to: &response.headers)
        if isPortal, let origin { CrossOrigin.apply(to: &response.headers, origin: origin) }
        response.headers[.requestID] = context.requestID
        return response
    }

    /// The answer with its entity tag, and compressed; a long one where that holds up no connection.
    private static func finished(_ reply: Reply, for request: Request) async -> Reply {
        let isLong = reply.buffer.map { $0.readableBytes > 8 << 10 } ?? false
        return await withTaskExecutorPreference(isLong ? globalConcurrentExecutor : nil) {
            var reply = reply
            EntityTag.apply(to: &reply, for: request)
            Compression.apply(to: &reply, for: request)
            return reply
        }
    }

    /// Requests that no responder should see: a target that is no path.
    private static func refusal(of request: Request) -> Problem? {
        guard let path = request.head.path, path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 8 * 1024 else {
            return Problem(.badRequest, "malformed_request", "The request's target is not a path.")
        }
        guard request.method != .trace, request.method != .connect else {
            return Problem(
                .methodNotAllowed,
                "method_not_allowed",
                "This method is not taken.",
                headers: [.allow: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"]
            )
        }
        return nil
    }

    /// The request without what only we may say and, from a portal's page, with the mark that says so.
    private static func cleaned(_ request: Request, isPortal: Bool) -> Request {
        var head = request.head
        // Most requests have none of them: one pass over what is there.
        if head.headerFields.contains(where: { HTTPField.Name.identityHeaders.contains($0.name) }) {
            for name in HTTPField.Name.identityHeaders { head.headerFields[name] = nil }
        }
        if isPortal { head.headerFields[.portalOrigin] = "1" }
        return Request(head: head, body: request.body)
    }

    private static func preflight(_ request: Request, allowed: Bool) -> Reply {
        var headers: HTTPFields = [.allow: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"]
        if allowed {
            headers[.accessControlAllowMethods] = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
            // A portal's page may send others as well: those that only we may send are taken out of requests.
            let known = "Authorization, Content-Type, X-Tenant-ID, X-Request-Id, Idempotency-Key"
            headers[.accessControlAllowHeaders] =
                request.headers[.accessControlRequestHeaders].map { "\(known), \($0)" } ?? known
            headers[.accessControlMaxAge] = "86400"
        }
        return Reply(status: .noContent, headers: headers)
    }
}

/// CORS for the portals' pages (contract section 2.9); errors carry it too, or the client could not read them.
enum CrossOrigin {
    static func apply(to headers: inout HTTPFields, origin: String) {
        headers[.accessControlAllowOrigin] = origin
        headers[.accessControlExposeHeaders] =
            "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, ETag, Content-Disposition"
        headers.append(HTTPField(name: .vary, value: "Origin"))
    }
}

/// Headers that every answer has (OWASP ASVS 5.0, 3.4).
enum SecurityHeaders {
    private static let fields: [HTTPField] = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains"),
        HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"),
        HTTPField(name: .cacheControl, value: "private, no-cache"),
    ]

    /// What the answer does not say of itself.
    static func apply(to headers: inout HTTPFields) {
        for field in fields where !headers.contains(field.name) { headers.append(field) }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}

/// Entity tags on GETs (RFC 9110 §8.8.3): a poll that finds nothing new costs a few bytes on a phone.
enum EntityTag {
    static func apply(to response: inout Reply, for request: Request) {
        guard request.method == .get || request.method == .head, response.status == .ok,
            response.headers[.eTag] == nil, let body = response.buffer
        else { return }
        let tag = tag(of: body)
        response.headers[.eTag] = tag
        guard let known = request.headers[.ifNoneMatch], matches(known, tag) else { return }
        response = Reply(status: .notModified, headers: response.headers)
        response.headers[.contentLength] = nil
        response.headers[.contentType] = nil
    }

    /// 96 bits of the body's SHA-256 in hexadecimal.
    private static func tag(of body: ByteBuffer) -> String {
        let digest = body.withUnsafeReadableBytes { SHA256.hash(data: $0) }
        return "W/\"\(digest.prefix(12).hexadecimal)\""
    }

    private static func matches(_ known: String, _ tag: String) -> Bool {
        known == "*" || known.split(separator: ",").contains { $0.drop { $0 == " " } == tag }
    }
}
