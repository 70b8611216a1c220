package import Access
package import Cache
package import FoundationEssentials
import HTTPTypes
package import HummingbirdCore
package import Logging
import NIOCore
package import Postgres
package import Telemetry
import Values

/// Answers the requests of one service: finds the operation, checks access, reads the request, runs the handler, and
/// writes the answer or the error in the operation's dialect.
package struct ServiceRuntime: Sendable {
    /// Turns a bearer token, or an API key, into its principal; throws a `Problem` for one that is not valid, and for a
    /// sensitive operation when nobody can say whether it still is. What a key opens is checked by the runtime.
    package typealias Authenticate = @Sendable (_ token: String, _ isSensitive: Bool) async throws -> Principal

    package let name: String
    package let operations: [Operation]
    private let dialect: Dialect
    /// The dialects of parts of the service: by first segment, where all below it speaks another.
    private let localDialects: [String: Dialect]
    private let routes: RouteTable<Route>
    private let database: Database
    private let authenticate: Authenticate
    private let logger: Logger
    /// Counts what no operation answered.
    private let strays: RequestMetrics.Meter
    private let limiter: RateLimiter
    private let largeBodies = LargeBodies()
    private let refusals = RefusalLog()
    private let clock: @Sendable () -> Date

    // tidy: allow parameter-count — the parts every service shares, given once, at the composition root
    /// `dialect` is the one that paths nobody has are answered in, but next to operations that all speak another.
    package init(
        name: String,
        operations: [Operation],
        dialect: Dialect = .portal,
        database: Database,
        authenticate: @escaping Authenticate,
        logger: Logger,
        metrics: MetricsRegistry,
        limiter: RateLimiter = RateLimiter(),
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        let requests = RequestMetrics(metrics, service: name)
        var routes = RouteTable<Route>(ignoringCase: dialect.ignoresCase)
        for operation in operations {
            let route = Route(
                operation: operation,
                meter: requests.meter(operation.name, streaming: operation.isStreamed)
            )
            for path in [operation.route.path] + operation.route.aliases {
                routes.insert(route, method: operation.route.method, path: path)
            }
        }
        self.name = name
        self.operations = operations
        self.dialect = dialect
        localDialects = Dictionary(grouping: operations, by: \.route.path.segments.first)
            .reduce(into: [:]) { dialects, part in
                guard case .literal(let segment)? = part.key, let spoken = part.value.first?.route.dialect
                else { return }
                let isSpokenByAll = part.value.allSatisfy { $0.route.dialect.name == spoken.name }
                if isSpokenByAll, spoken.name != dialect.name { dialects[segment] = spoken }
            }
        self.routes = routes
        self.database = database
        self.authenticate = authenticate
        self.logger = logger
        strays = requests.meter("none")
        self.limiter = limiter
        self.clock = clock
    }

    /// Answers a request; never throws, so that whoever asks has an answer.
    ///
    /// `counting` is the limiter of the gateway: a person has so many requests a minute through it. A service's own
    /// port counts nobody.
    package func respond(
        to request: Request,
        from remoteAddress: String?,
        counting people: PersonLimit? = nil
    ) async -> Reply {
        let began = ContinuousClock.now
        var (reply, meter) = await dispatch(request, from: remoteAddress, people)
        if case .stream(let stream) = reply.body {
            reply.body = .stream(meter.watching(stream, reply.status, since: began, logger))
        } else {
            meter.record(reply.status, since: began)
        }
        return reply
    }

    /// An operation and what counts its requests.
    private struct Route: Sendable {
        let operation: Operation
        let meter: RequestMetrics.Meter
    }

    /// The answer, and the meter of the operation that gave it.
    private func dispatch(
        _ request: Request,
        from remoteAddress: String?,
        _ people: PersonLimit?
    ) async -> (Reply, RequestMetrics.Meter) {
        let requestID = RequestContext.current?.requestID ?? ""
        let (path, query) = Self.split(request.head.path ?? "/")
        // A HEAD is answered as its GET; the server leaves the body out.
        let method: HTTPRequest.Method = request.method == .head ? .get : request.method
        switch routes.match(method, path) {
        case .found(let route, let parameters):
            let operation = route.operation
            do {
                // What takes work is done where it holds up no connection.
                let isAtConnection = operation.isStreamed && operation.sizeOfLargeBody(in: request) == 0
                let reply = try await withTaskExecutorPreference(isAtConnection ? nil : globalConcurrentExecutor) {
                    try await run(operation, parameters, query, request, remoteAddress, people)
                }
                return (reply, route.meter)
            } catch {
                var problem = Problem(describing: error)
                if !problem.fields.isEmpty { problem.places = operation.places(parameters.map(\.name)) }
                return (reply(problem, to: error, dialect: operation.route.dialect, requestID), route.meter)
            }
        case .otherMethods(let others):
            let problem = Self.methodNotAllowed(others.map(\.method))
            let dialect = others.first?.target.operation.route.dialect ?? dialect
            return (strayReply(problem, in: dialect, requestID: requestID), strays)
        case .none:
            let problem = Problem(.notFound, "no_such_path", "There is nothing at this path.")
            let segment = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1).first
            let dialect = segment.flatMap { localDialects[String(Substring($0))] } ?? dialect
            return (strayReply(problem, in: dialect, requestID: requestID), strays)
        }
    }

    // tidy: allow parameter-count — the parts of one request, taken apart once
    private func run(
        _ operation: Operation,
        _ parameters: [(name: String, value: String)],
        _ query: Substring,
        _ request: Request,
        _ remoteAddress: String?,
        _ people: PersonLimit?
    ) async throws -> Reply {
        let cookies = try RequestCookies(request, for: operation)
        let principal = try await admit(request, to: operation, cookies)
        if let people, let principal { try await people.count(principal, at: request.head.path) }
        try Deadline.current?.check()
        let size = operation.sizeOfLargeBody(in: request)
        return try await largeBodies.holding(size) {
            let parts = (parameters: parameters, query: query, cookies: cookies, principal: principal)
            return try await answer(request, to: operation, parts, isLarge: size > 0, from: remoteAddress)
        }
    }

    /// What came with a request besides its body, read or checked.
    private typealias RequestParts = (
        parameters: [(name: String, value: String)], query: Substring, cookies: RequestCookies, principal: Principal?
    )

    private func answer(
        _ request: Request,
        to operation: Operation,
        _ parts: RequestParts,
        isLarge: Bool,
        from remoteAddress: String?
    ) async throws -> Reply {
        let dialect = operation.route.dialect
        var url =
            operation.readsObject && operation.queryNames.isEmpty ? JSONObject() : try RequestReader.query(parts.query)
        for member in parts.cookies.members.members { url[member.name] = member.value }
        for (name, value) in parts.parameters { url[name] = .string(value) }
        for name in operation.headerNames {
            let field = HTTPField.Name(name.replacing("_", with: "-")).flatMap { request.headers[$0] }
            url[name] = field.map(JSON.string)
        }
        var body = JSONObject()
        var bytes = ByteBuffer()
        var form: IncomingForm?
        if let taken = operation.upload {
            // Of what is not read yet, a key stands for the request by its length.
            form = try IncomingForm(request, taken)
            bytes.writeString(request.headers[.contentLength] ?? "")
        } else if !operation.route.isSafe {
            let read: @Sendable () async throws -> (JSONObject, ByteBuffer) = {
                try await RequestReader.body(
                    of: request,
                    in: dialect,
                    upTo: operation.maximumBody,
                    accepting: operation.bodyForms
                )
            }
            (body, bytes) = isLarge ? try await largeBodies.reading(read) : try await read()
        }
        let idempotency =
            operation.route.isSafe
            ? nil
            : try IdempotencyKey(
                request.headers,
                operation: "\(request.method) \(operation.route.path)",
                target: request.head.path ?? "",
                body: bytes.readableBytesView
            )
        // A large body is not kept beside what was read of it.
        bytes = ByteBuffer()
        var call = call(
            parts.principal,
            requestID: RequestContext.current?.requestID ?? "",
            target: request.head.path ?? "/",
            remoteAddress: remoteAddress,
            userAgent: request.headers[.userAgent],
            idempotency: idempotency
        )
        call.form = form
        var reply = try await respond(operation, body, url, call)
        ResponseCookie.secure(&reply.headers, for: request)
        return reply
    }

    /// Runs the handler; what it logs names its caller.
    private func respond(
        _ operation: Operation,
        _ body: JSONObject,
        _ url: JSONObject,
        _ call: Call
    ) async throws -> Reply {
        guard let principal = call.principal, var context = RequestContext.current else {
            return try await operation.respond(body, url, call)
        }
        (context.tenantID, context.userID) = (principal.tenantID, principal.userID)
        return try await RequestContext.$current.withValue(context) { try await operation.respond(body, url, call) }
    }

    // tidy: allow parameter-count — a call is what all of this makes
    func call(
        _ principal: Principal?,
        requestID: String,
        target: String,
        remoteAddress: String? = nil,
        userAgent: String? = nil,
        idempotency: IdempotencyKey? = nil
    ) -> Call {
        Call(
            principal: principal,
            requestID: requestID,
            now: clock(),
            logger: logger,
            remoteAddress: remoteAddress,
            userAgent: userAgent,
            target: target,
            database: database,
            idempotency: idempotency,
            limiter: limiter
        )
    }

    /// Who may come in: the token is checked first, then the school it names, then the endpoint's rule.
    private func admit(
        _ request: Request,
        to operation: Operation,
        _ cookies: RequestCookies
    ) async throws -> Principal? {
        guard
            let authorization = request.headers.value(of: .authorization) ?? cookies.accessToken.map({ "Bearer \($0)" })
        else {
            guard operation.access.allows(nil) else { throw PortalOrigins.refusal(for: request.headers) }
            return nil
        }
        guard let token = BearerToken.text(of: authorization) else {
            if operation.access.allows(nil) { return nil }
            var problem = Problem.invalidToken()
            problem.refusal = .otherScheme
            throw problem
        }
        let principal: Principal
        do {
            // A key that opens nothing here is not looked up.
            guard operation.apiKeyScope != nil || !APIKey.names(token) else { throw Problem.invalidToken() }
            principal = try await authenticate(token, operation.isSensitive)
            guard principal.opens(operation.apiKeyScope) else { throw Problem.invalidToken() }
        } catch  where operation.access.allows(nil) {
            return nil
        }
        if let tenant = request.headers.value(of: .tenantID), TenantID(tenant) != principal.tenantID {
            throw Problem.forbidden("X-Tenant-ID is not the school you signed in to.", code: "tenant_mismatch")
        }
        guard operation.access.allows(principal) else { throw Problem.wrongRole(for: operation.access) }
        return principal
    }

    /// The answer to what no operation takes.
    private func strayReply(_ problem: Problem, in dialect: Dialect, requestID: String) -> Reply {
        switch dialect.strays {
        case .problems: reply(problem, to: problem, dialect: dialect, requestID)
        case .page: .noSuchPage
        }
    }

    /// The answer to an error, which is in the log when it is ours.
    private func reply(_ problem: Problem, to error: any Error, dialect: Dialect, _ requestID: String) -> Reply {
        if problem.status == .serviceUnavailable {
            if let leftOut = refusals.leftOut(before: problem.code) {
                logger.warning(
                    "request refused",
                    metadata: [
                        "code": "\(problem.code)", "error": "\(ErrorLog.describe(error))", "left_out": "\(leftOut)",
                    ]
                )
            }
        } else if problem.status.code >= 500 {
            logger.error(
                "request failed",
                metadata: ["code": "\(problem.code)", "error": "\(ErrorLog.describe(error))"]
            )
        }
        return problem.response(in: dialect, requestID: requestID)
    }

    static func methodNotAllowed(_ methods: [HTTPRequest.Method]) -> Problem {
        var allowed = Set(methods.map(\.rawValue))
        if allowed.contains("GET") { allowed.insert("HEAD") }
        allowed.insert("OPTIONS")
        return Problem(
            .methodNotAllowed,
            "method_not_allowed",
            "This path does not take that method.",
            headers: [.allow: allowed.sorted().joined(separator: ", ")]
        )
    }

    static func split(_ target: String) -> (path: Substring, query: Substring) {
        let bytes = target.utf8
        let end = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? target.endIndex
        guard end < target.endIndex, bytes[end] == UInt8(ascii: "?") else { return (target[..<end], "") }
        let query = target[bytes.index(after: end)...]
        return (target[..<end], query.prefix { $0 != "#" })
    }
}

extension Problem {
    /// The error as an HTTP response in a dialect.
    package func response(in dialect: Dialect, requestID: String) -> Reply {
        let problem = dialect.wording(self)
        var headers = problem.headers
        headers[.contentType] = dialect.problemMediaType
        headers[.cacheControl] = "no-store"
        return Reply(
            status: problem.status,
            headers: headers,
            body: .whole(ByteBuffer(bytes: dialect.body(problem, requestID: requestID)))
        )
    }
}

extension Reply {
    /// 404 as a page: what Express says, and what scripts of the chat platform look for.
    static let noSuchPage = Reply(
        status: .notFound,
        headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
        body: .whole(
            ByteBuffer(
                string: """
                    <!DOCTYPE html>
                    <html lang="en"><head><meta charset="utf-8"><title>Error</title></head>
                    <body><pre>There is nothing at this path.</pre></body></html>

                    """
            )
        )
    )
}
