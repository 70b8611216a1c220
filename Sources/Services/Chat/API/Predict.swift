package import Access
package import Endpoints
package import Values

/// What somebody asks: an essay is one, too.
package typealias Question = Paragraphs<32_000>

/// Asks a question in a session, and streams the answer while it is made (C11).
///
/// The answer is a sequence of JSON objects with `event` and `data`, a line each: `session_id`, `start`, `token`…, what
/// the flow tells on the way, `metadata`, and `end` always. The question is kept before it is asked and the answer
/// before `end` is sent, so that a client whose line breaks finds both in the session. With an `Idempotency-Key` the
/// same request again gets the same answer and is charged once.
///
/// 402 without credits, 409 while the session's flow still answers, 429 above a limit, 502, 503 or 504 when the server
/// that answers does not, within two seconds; later the stream says so. The question is kept then, in the session and
/// as the message that the error names, and `RetryQuestion` asks it again.
package struct PredictInSession: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/chat/predict/stream/store",
        "Asks a question in a session and streams the answer.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package static let mediaTypes = ["text/event-stream"]

    package var question: Question
    package var chatflowID: ChatflowID
    /// The session to go on with; absent or empty begins one.
    package var sessionID: String?
    /// What was said before, where the session does not know it.
    package var history: [ChatTurn]?
    /// Files that belong to the question.
    package var uploads: [ChatUpload]?
    /// Not for clients to say: how a flow runs is its author's. Taken, and left alone.
    package var overrideConfig: [String: JSON]?
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

    package var question: Question
    package var chatflowID: ChatflowID
    /// What the client calls the conversation: a flow remembers it under this name, for this person only.
    package var sessionID: String?
    package var history: [ChatTurn]?
    package var uploads: [ChatUpload]?
    /// Not for clients to say: how a flow runs is its author's. Taken, and left alone.
    package var overrideConfig: [String: JSON]?
}

/// Asks a question of its own, and answers when the answer is whole; nothing is kept (C9).
package struct PredictWhole: Endpoint {
    package static let route = Route.post(
        "/api/v1/chat/predict",
        "Asks a question that nothing is kept of.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package static var maximumBody: Int? { ChatUpload.maximumBody }

    package var question: Question
    package var chatflowID: ChatflowID
    package var sessionID: String?
    package var history: [ChatTurn]?
    package var uploads: [ChatUpload]?
    /// Not for clients to say: how a flow runs is its author's. Taken, and left alone.
    package var overrideConfig: [String: JSON]?

    package struct Response: Codable, Sendable {
        package var response: String
        package var metadata: Metadata

        package init(response: String, metadata: Metadata) { (self.response, self.metadata) = (response, metadata) }
    }

    package struct Metadata: Codable, Sendable {
        package var chatflowID: String
        /// Whole credits, rounded up.
        package var cost: Int
        /// Whole credits, rounded down; absent when the ledger did not say.
        package var remainingCredits: Int?
        /// The caller's username.
        package var user: String
        package var streaming: Bool

        package init(chatflowID: String, cost: Int, remainingCredits: Int?, user: String) {
            (self.chatflowID, self.cost) = (chatflowID, cost)
            (self.remainingCredits, self.user, streaming) = (remainingCredits, user, true)
        }
    }
}

/// Asks a question of a session again whose answer failed or was stopped, and streams the answer.
package struct RetryQuestion: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/chat/sessions/{session_id}/messages/{message_id}/retry",
        "Asks a question again that was not answered.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package static let mediaTypes = ["text/event-stream"]

    package var sessionID: String
    /// The question's message, as the history names it.
    package var messageID: String
}

/// A turn of a conversation that went before: `role` with `content`, as Flowise writes it, or `type` with `message`.
package struct ChatTurn: Codable, Sendable {
    package var role: String?
    package var type: String?
    package var content: String?
    package var message: String?

    /// Whether the person said it, and not whoever answers.
    package var isByUser: Bool { ["user", "userMessage", "human"].contains(role ?? type ?? "user") }
}

/// A file that comes with a question: `data` is a data URL, or the address of a file of type `url`.
package struct ChatUpload: Codable, Sendable {
    package var data: String
    package var type: String
    package var name: String
    package var mime: String

    package init(data: String, type: String, name: String, mime: String) {
        (self.data, self.type, self.name, self.mime) = (data, type, name, mime)
    }
}

/// The caller's credits (C12).
package struct GetCredits: Endpoint {
    package static let route = Route.get("/api/v1/chat/credits", "The caller's credits.", dialect: .chatProxy)
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        /// Whole credits, rounded down.
        package var credits: Int
        /// The same, as older clients call it.
        package var totalCredits: Int

        enum CodingKeys: String, CodingKey, VerbatimKey { case credits, totalCredits }

        package init(_ credits: Int) { (self.credits, totalCredits) = (credits, credits) }
    }
}
