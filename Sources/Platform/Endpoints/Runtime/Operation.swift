package import Access
import HTTPTypes
import HummingbirdCore
import NIOCore
package import Values

/// An endpoint with its handler, as a service lists it.
package struct Operation: Sendable {
    package let name: String
    package let route: Route
    package let access: Access
    let isSensitive: Bool
    /// What an API key has to be for to open it; `nil`: none does.
    package let apiKeyScope: APIKeyScope?
    /// Where each property is read from, and its schema.
    package let request: @Sendable () throws -> JSON
    package let answer: AnswerDescription
    package let queryNames: Set<String>
    let cookieNames: Set<String>
    package let headerNames: Set<String>
    package let bodyForms: [BodyForm]
    let maximumBody: Int?
    /// What its body holds, where that is a form with files.
    package private(set) var upload: UploadForm?
    let respond: @Sendable (JSONObject, _ url: JSONObject, Call) async throws -> Reply
    /// The handler for a caller in this process: the endpoint's value in, its response out.
    let invoke: @Sendable (any Sendable, Call) async throws -> any Sendable

    /// What an operation answers, for its document.
    package enum AnswerDescription: Sendable {
        case json(@Sendable () throws -> JSON)
        case file([String])
        case stream([String])
    }

    var isStreamed: Bool { if case .stream = answer { true } else { false } }
    /// Where its fields stand.
    func places(_ pathParameters: [String]) -> FieldPlaces {
        var places = FieldPlaces()
        if !route.hasBody { places.others = "query" }
        for name in queryNames { places.named[name] = "query" }
        for name in headerNames { places.named[name] = "header" }
        for name in cookieNames { places.named[name] = "cookie" }
        for name in pathParameters { places.named[name] = "path" }
        return places
    }

    /// Whether its body is an object that properties are read from.
    var readsObject: Bool { route.hasBody && upload == nil }

    /// An endpoint that answers in its dialect's JSON.
    package init<E: Endpoint>(
        _ endpoint: E.Type,
        _ handle: @escaping @Sendable (E, Call) async throws -> E.Response
    ) {
        let route = E.route
        let setsCookies = E.Response.self is any CookieSetting.Type
        self.init(
            endpoint,
            answer: .json { try SchemaReader.schema(of: E.Response.self, style: route.dialect.style) },
            invoke: handle
        ) { endpoint, call in
            let response = try await handle(endpoint, call)
            let buffer = ByteBuffer(bytes: try route.dialect.body(response))
            var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
            if setsCookies, let response = response as? any CookieSetting {
                for cookie in response.cookies { headers.append(cookie.field) }
                // A token is for whoever asked, and for nobody's cache.
                headers[.cacheControl] = "no-store"
            }
            return Reply(status: route.success, headers: headers, body: .whole(buffer))
        }
    }

    /// An endpoint that answers with a file or a page.
    package init<E: DownloadEndpoint>(
        _ endpoint: E.Type,
        _ handle: @escaping @Sendable (E, Call) async throws -> Download
    ) {
        self.init(endpoint, answer: .file(E.mediaTypes), invoke: handle) { endpoint, call in
            let download = try await handle(endpoint, call)
            var headers: HTTPFields = [.contentType: download.mediaType]
            headers[.contentDisposition] = download.fileName.map(ContentDisposition.attachment)
            headers[.cacheControl] = download.maximumAge > 0 ? "private, max-age=\(download.maximumAge)" : nil
            headers[.contentSecurityPolicy] = download.contentSecurityPolicy
            let status = download.status.map { HTTPResponse.Status(code: $0) } ?? E.route.success
            return Reply(status: status, headers: headers, body: .whole(ByteBuffer(bytes: download.bytes)))
        }
    }

    /// An endpoint whose answer is sent while it is made.
    package init<E: StreamEndpoint>(
        _ endpoint: E.Type,
        _ handle: @escaping @Sendable (E, Call) async throws -> StreamedAnswer
    ) {
        self.init(endpoint, answer: .stream(E.mediaTypes), invoke: handle) { endpoint, call in
            let answer = try await handle(endpoint, call)
            var headers = answer.headers
            headers[.contentType] = answer.mediaType
            // nginx would gather it before it sends anything on.
            headers[.accelBuffering] = "no"
            return Reply(status: answer.status ?? E.route.success, headers: headers, body: .stream(answer.stream))
        }
    }

    /// An endpoint that reads a form with files.
    package init<E: UploadEndpoint>(
        _ endpoint: E.Type,
        _ handle: @escaping @Sendable (E, IncomingForm, Call) async throws -> E.Response
    ) {
        let route = E.route
        self.init(
            endpoint,
            answer: .json { try SchemaReader.schema(of: E.Response.self, style: route.dialect.style) },
            invoke: { endpoint, call in
                guard let form = call.form else { throw Problem.unexpected }
                return try await handle(endpoint, form, call)
            },
            { endpoint, call in
                guard let form = call.form else { throw Problem.unexpected }
                let response = try await handle(endpoint, form, call)
                return Reply(
                    status: route.success,
                    headers: [.contentType: "application/json; charset=utf-8"],
                    body: .whole(ByteBuffer(bytes: try route.dialect.body(response)))
                )
            }
        )
        upload = E.form
    }

    private init<E: EndpointDeclaration, Answer: Sendable>(
        _ endpoint: E.Type,
        answer: AnswerDescription,
        invoke: @escaping @Sendable (E, Call) async throws -> Answer,
        _ respond: @escaping @Sendable (E, Call) async throws -> Reply
    ) {
        let route = E.route
        name = E.operationName
        self.route = route
        access = E.access
        isSensitive = E.isSensitive
        apiKeyScope = E.apiKeyScope
        queryNames = E.queryNames
        cookieNames = E.cookieNames
        headerNames = E.headerNames
        bodyForms = E.bodyForms
        maximumBody = E.maximumBody
        self.answer = answer
        self.invoke = { endpoint, call in
            guard let endpoint = endpoint as? E else { throw Problem.unexpected }
            return try await invoke(endpoint, call)
        }
        request = { try SchemaReader.schema(of: E.self, style: route.dialect.style) }
        let reader = JSONReader(style: route.dialect.style)
        let refusingUnknown = E.unknownNames == .refused
        self.respond = { body, url, call in
            let endpoint = try reader.value(E.self, from: body, url: url, refusingUnknown: refusingUnknown)
            return try await respond(endpoint, call)
        }
    }
}

/// How a browser is told to save a file (RFC 6266).
package enum ContentDisposition {
    /// `attachment` with the name in both forms: ASCII for old clients, UTF-8 (RFC 8187) for the rest.
    package static func attachment(_ fileName: String) -> String {
        let ascii = fileName.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" }
        return "attachment; filename=\"\(String(ascii))\"; filename*=UTF-8''\(PercentEncoding.encode(fileName))"
    }
}
