package import Access
package import Endpoints
package import Values

/// Whether a flow streams, which Flowise's clients ask before they ask it anything, and without a token. Yes, of every
/// id alike: it reveals nothing.
package struct GetFlowStreaming: Endpoint {
    package static let route = Route.get(
        "/api/v1/chatflows-streaming/{chatflowId}",
        "Whether a chatflow streams: yes.",
        dialect: .flowise
    )
    package static let access = Access.anyone

    package var chatflowID: String

    package struct Response: Codable, Sendable {
        package var isStreaming = true
        package init() {}
    }
}

/// Asks a chatflow, as Flowise's clients do: whole, or with `streaming` as the events that Flowise sends.
///
/// A conversation goes on by its `sessionId` or `chatId`, in which only the caller's own requests are; nothing else of
/// `overrideConfig` counts, and nothing is kept but what it cost.
package struct CreatePrediction: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/prediction/{chatflowId}",
        "Asks a chatflow, as Flowise's API does.",
        dialect: .flowise
    )
    package static let access = Access.signedIn
    package static var apiKeyScope: APIKeyScope? { .chat }
    package static var unknownNames: UnknownNames { .ignored }
    package static var maximumBody: Int? { 16 << 20 }
    package static let mediaTypes = ["application/json", "text/event-stream"]

    package var chatflowID: ChatflowID
    /// May be left out where a form or a decision is sent.
    package var question: Question?
    /// `true` or `"true"`.
    package var streaming: JSON?
    package var chatID: String?
    package var overrideConfig: PredictionOverride?
    package var history: [PredictionTurn]?
    package var uploads: [ChatUpload]?
    /// Answers of the form that an agent flow begins with.
    package var form: JSON?
    /// A decision that an agent flow waits for: `{"type": "proceed", "startNodeId": "…", "feedback": "…"}`.
    package var humanInput: JSON?
}

/// The same with the chatflow in the body.
package struct CreatePredictionByBody: StreamEndpoint {
    package static let route = Route.post(
        "/api/v1/prediction",
        "Asks a chatflow that the body names, as Flowise's API does.",
        dialect: .flowise
    )
    package static let access = Access.signedIn
    package static var apiKeyScope: APIKeyScope? { .chat }
    package static var unknownNames: UnknownNames { .ignored }
    package static var maximumBody: Int? { 16 << 20 }
    package static let mediaTypes = ["application/json", "text/event-stream"]

    package var chatflowID: ChatflowID
    /// May be left out where a form or a decision is sent.
    package var question: Question?
    package var streaming: JSON?
    package var chatID: String?
    package var overrideConfig: PredictionOverride?
    package var history: [PredictionTurn]?
    package var uploads: [ChatUpload]?
    /// Answers of the form that an agent flow begins with.
    package var form: JSON?
    /// A decision that an agent flow waits for: `{"type": "proceed", "startNodeId": "…", "feedback": "…"}`.
    package var humanInput: JSON?
}

extension CreatePrediction {
    package init(_ other: CreatePredictionByBody) {
        (chatflowID, question, streaming) = (other.chatflowID, other.question, other.streaming)
        (chatID, overrideConfig) = (other.chatID, other.overrideConfig)
        (history, uploads) = (other.history, other.uploads)
        (form, humanInput) = (other.form, other.humanInput)
    }
}

/// What a client may say of how a flow is to run: which conversation goes on. The rest is its author's.
package struct PredictionOverride: Codable, Sendable {
    package var sessionID: String?
}

/// What was said before, as Flowise's clients write it: `role` or, in older ones, `type` is `userMessage` or
/// `apiMessage`, `content` or `message` the words.
package struct PredictionTurn: Codable, Sendable {
    package var role: String?
    package var content: String?
    package var type: String?
    package var message: String?
}
