package import HTTPTypes

/// An operation whose answer is sent while it is made: a tutor's words, a file from storage.
package protocol StreamEndpoint: EndpointDeclaration {
    /// The media types it can answer with, for the OpenAPI document: `text/event-stream`, `application/x-ndjson`.
    static var mediaTypes: [String] { get }
}

/// An answer that is sent while it is made. What a handler refuses, it refuses before it returns one: the status and
/// the headers are on their way then.
package struct StreamedAnswer: Sendable {
    /// The media type with its parameters: `text/event-stream; charset=utf-8`.
    package var mediaType: String
    /// The status where it is not the route's: 206 of a part of a file.
    package var status: HTTPResponse.Status?
    /// What else belongs to it: `Content-Range`, `Content-Disposition`, `ETag`.
    package var headers: HTTPFields
    package var stream: ReplyStream

    /// `make` runs once, in a task that is cancelled when the client goes; `length` is its bytes, where that is known.
    // tidy: allow parameter-count — most have defaults; each is one line of an answer's head
    package init(
        _ mediaType: String,
        status: HTTPResponse.Status? = nil,
        headers: HTTPFields = [:],
        length: Int? = nil,
        keepAlive: KeepAlive? = nil,
        make: @escaping @Sendable (StreamWriter) async throws -> Void
    ) {
        (self.mediaType, self.status, self.headers) = (mediaType, status, headers)
        stream = ReplyStream(length: length, keepAlive: keepAlive, make: make)
    }

    /// An answer that is being made already.
    package init(_ mediaType: String, headers: HTTPFields = [:], _ stream: ReplyStream) {
        (self.mediaType, self.headers, self.stream) = (mediaType, headers, stream)
    }
}
