package import Access
package import Endpoints
package import Values

/// Asks a question in a session, and streams the answer while it is made (C11).
///
/// The answer is a sequence of JSON objects with `event` and `data`, a line each: `session_id`, `start`, `token`…,
/// `sourceDocuments`, `metadata`, and `end` always. Question and answer are kept before the first of them is sent, so
/// that a client whose line breaks finds them in the session. With an `Idempotency-Key` the same request again gets the
/// same answer.
package struct PredictInSession: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/chat/predict/stream/store",
        "Asks a question in a session and streams the answer.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package static let mediaTypes = ["text/event-stream"]

    package var question: Paragraphs<8000>
    package var chatflowID: ChatflowID
    /// The session to go on with; absent or empty begins one.
    package var sessionID: String?
    /// Files that belong to the question.
    package var uploads: [ChatUpload]?
}

/// Asks a question of its own, and streams the answer; nothing is kept (C10).
package struct PredictAlone: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/chat/predict/stream",
        "Asks a question that nothing is kept of, and streams the answer.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package static let mediaTypes = ["text/event-stream"]

    package var question: Paragraphs<8000>
    package var chatflowID: ChatflowID
    package var uploads: [ChatUpload]?
}

/// A file that comes with a question: `data` is a data URL, or the address of a file of type `url`.
package struct ChatUpload: Codable, Sendable {
    package var data: String
    package var type: String
    package var name: String
    package var mime: String
}
