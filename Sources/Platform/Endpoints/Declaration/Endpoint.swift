package import Access

/// One operation of a service, declared once as the value a client sends.
///
/// From the declaration come the server's route, the typed client, the OpenAPI operation, the access check and the
/// contract tests. The properties are read from the path, the query and the body together: a property named in the
/// route's template comes from the path; the others from the query of a GET or DELETE and from the JSON body of the
/// rest.
package protocol Endpoint: EndpointDeclaration {
    /// What a successful call answers, as an object in the route's dialect.
    associatedtype Response: Codable & Sendable
}

/// An operation that answers with a file or a page instead of JSON.
package protocol DownloadEndpoint: EndpointDeclaration {
    /// The media types it can answer with, for the OpenAPI document.
    static var mediaTypes: [String] { get }
}

/// What all operations declare.
package protocol EndpointDeclaration: Codable, Sendable {
    /// Method, path and dialect.
    static var route: Route { get }
    /// Who may call it.
    static var access: Access { get }
    /// Whether names in the body that the declaration does not know are refused or ignored.
    static var unknownNames: UnknownNames { get }
    /// Whether it must not be done for somebody whose access may have been taken back a moment ago: 503 while this
    /// process has not heard of revocations lately.
    static var isSensitive: Bool { get }
    /// What a personal API key has to be for to open it; `nil`: no key does.
    static var apiKeyScope: APIKeyScope? { get }
    /// Properties that a client sends in the query although the method has a body, by their wire names.
    static var queryNames: Set<String> { get }
    /// Properties that a client may send as a cookie of that name, by their wire names; the cookie wins over the body.
    /// Only in a dialect that reads cookies.
    static var cookieNames: Set<String> { get }
    /// Properties that a client sends as headers, by their wire names: `x_twilio_signature` is `X-Twilio-Signature`.
    static var headerNames: Set<String> { get }
    /// What a body may be besides JSON.
    static var bodyForms: [BodyForm] { get }
    /// The largest body in bytes, where it is not the dialect's.
    static var maximumBody: Int? { get }
}

extension EndpointDeclaration {
    package static var unknownNames: UnknownNames { .refused }
    package static var apiKeyScope: APIKeyScope? { nil }
    package static var queryNames: Set<String> { [] }
    package static var cookieNames: Set<String> { [] }
    package static var headerNames: Set<String> { [] }
    package static var bodyForms: [BodyForm] { [] }
    package static var maximumBody: Int? { nil }
    /// What only administrators may do is; others say so.
    package static var isSensitive: Bool { access.isForAdministrators }

    /// The operation's name in documents, logs and metrics: the type's name.
    package static var operationName: String { String(describing: Self.self) }
}

/// What happens to a name in the body that an endpoint does not declare.
package enum UnknownNames: Sendable {
    /// 422 that names it: what a native endpoint does, so that a misspelt field is noticed.
    case refused
    /// Nothing: where existing clients send more than anybody reads.
    case ignored
}

/// The answer of an operation that has nothing to say but that it succeeded.
package struct Acknowledged: Codable, Sendable, Equatable {
    /// For the person who asked.
    package var message: String

    /// An acknowledgement with a sentence for the person who asked.
    package init(_ message: String) { self.message = message }
}

/// A file or page as an answer.
package struct Download: Codable, Sendable {
    /// The media type with its parameters, such as `text/html; charset=utf-8`.
    package var mediaType: String
    /// What a browser calls the file when it saves it; `nil` shows it in place.
    package var fileName: String?
    /// How long it may be kept, in seconds; 0 asks again each time.
    package var maximumAge: Int
    /// The status where it is not the route's: 404 of a page that says there is nothing.
    package var status: Int?
    /// What a page may load and run (Content Security Policy); `nil` is nothing at all.
    package var contentSecurityPolicy: String?
    package var bytes: [UInt8]

    package init(
        mediaType: String,
        fileName: String? = nil,
        maximumAge: Int = 0,
        status: Int? = nil,
        contentSecurityPolicy: String? = nil,
        bytes: [UInt8]
    ) {
        self.mediaType = mediaType
        self.fileName = fileName
        self.maximumAge = maximumAge
        self.status = status
        self.contentSecurityPolicy = contentSecurityPolicy
        self.bytes = bytes
    }
}
