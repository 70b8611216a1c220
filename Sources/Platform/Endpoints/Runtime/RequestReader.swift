import HTTPTypes
import HummingbirdCore
import NIOCore
import Values

/// Reads path, query and body of a request into one object that an endpoint decodes itself from.
enum RequestReader {
    /// How large a JSON body may be: 1 MB.
    static let maximumBody = 1 << 20

    /// The whole body, at most so many bytes of it.
    static func whole(_ request: Request, upTo limit: Int = maximumBody) async throws -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge(limit) }
        do {
            return try await InFlight.waitingForClient { try await request.body.collect(upTo: limit) }
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        }
    }

    /// The body as an object, from JSON or from one of the `forms`; an absent or empty body is an empty object,
    /// whatever its media type says (rule W15).
    static func body(
        of request: Request,
        in dialect: Dialect,
        upTo limit: Int? = nil,
        accepting forms: [BodyForm] = []
    ) async throws -> (object: JSONObject, bytes: ByteBuffer) {
        let buffer = try await whole(request, upTo: limit ?? dialect.maximumBody)
        guard buffer.readableBytes > 0 else { return (JSONObject(), buffer) }
        if let type = request.headers[.contentType], !isJSON(type) {
            if let form = forms.first(where: { $0.mediaType == essence(of: type) }) {
                return (try object(buffer.readableBytesView, as: form), buffer)
            }
            guard dialect.refusesOtherMediaTypes else { return (JSONObject(), buffer) }
            throw Problem(.unsupportedMediaType, "unsupported_media_type", "The body must be application/json.")
        }
        let json = try JSON(parsing: buffer.readableBytesView)
        guard case .object(let object) = json else {
            throw Problem(.badRequest, "malformed_json", "The body must be a JSON object.")
        }
        return (object, buffer)
    }

    private static func object(_ bytes: ByteBufferView, as form: BodyForm) throws -> JSONObject {
        switch form {
        case .form: return try FormBody.object(bytes)
        case .text(_, let member):
            guard let text = String(outside: bytes) else {
                throw Problem(.badRequest, "malformed_text", "The body must be UTF-8.")
            }
            var object = JSONObject()
            object[member] = .string(text)
            return object
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge,
            "body_too_large",
            "The body must not exceed \(limit % (1 << 20) == 0 ? "\(limit >> 20) MB" : "\(limit >> 10) kB").",
            headers: [.connection: "close"]
        )
    }

    static func isJSON(_ mediaType: String) -> Bool {
        let type = essence(of: mediaType)
        return type == "application/json" || type.hasSuffix("+json")
    }

    /// A media type without its parameters, in lower case.
    private static func essence(of mediaType: String) -> String {
        mediaType.prefix { $0 != ";" }.lowercased().trimmingSuffix(while: { $0 == " " })
    }

    /// The query as an object of texts. A name that stands twice is refused: nobody can say which one was meant.
    static func query(_ query: Substring) throws -> JSONObject {
        var object = JSONObject()
        guard !query.isEmpty else { return object }
        let pairs = query.split(separator: "&", maxSplits: 101)
        guard pairs.count <= 100 else {
            throw Problem(.badRequest, "malformed_query", "The query has too many parameters.")
        }
        for pair in pairs {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first.flatMap({ PercentEncoding.decode($0, plusIsSpace: true) }),
                let value = PercentEncoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw Problem(.badRequest, "malformed_query", "The query is not valid percent-encoded UTF-8.") }
            guard object[name] == nil else {
                let name = name.prefix(64).filter { $0.isASCII && !$0.isNewline }
                throw Problem.invalid(InvalidValue("stands twice in the query", path: [String(name)]))
            }
            // Clients drop what they do not know; some send `status=` instead.
            if !value.isEmpty { object[name] = .string(value) }
        }
        return object
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
