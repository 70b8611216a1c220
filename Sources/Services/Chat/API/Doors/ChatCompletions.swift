package import Access
package import Endpoints
package import Values

/// Asks whoever `model` names, as OpenAI's clients ask a model: a chatflow, a model, a course's tutor or the campus
/// tutor. Whole, or with `stream` as server-sent events that end with `[DONE]`; nothing is kept but what it cost.
///
/// A model gets the messages as they are, and what else it may be told: `temperature`, `tools`, `response_format`, ….
/// All others get the last message of the user as the question, what was said before as the conversation, and what
/// the system says before the question. What this API does not have is ignored, as its clients expect; several
/// choices are refused, because each would have to be paid for. 402 when the credits do not reach.
package struct CreateChatCompletion: StreamEndpoint {
    package static let route = Route.post(
        "/v1/chat/completions",
        "Answers a conversation, as OpenAI's API does.",
        dialect: .openAI
    )
    package static let access = Access.signedIn
    package static var apiKeyScope: APIKeyScope? { .chat }
    package static var unknownNames: UnknownNames { .ignored }
    /// Pictures come as data URLs in the messages.
    package static var maximumBody: Int? { 16 << 20 }
    package static let mediaTypes = ["application/json", "text/event-stream"]

    /// An id of `ListModels`.
    package var model: Line<200>
    /// `{"role", "content"}`; content is a text, or a list of `text` and `image_url` parts.
    package var messages: [JSON]
    package var stream: Bool?
    package var streamOptions: StreamOptions?
    package var maxCompletionTokens: Int?
    /// The older name of it.
    package var maxTokens: Int?
    /// One, if given.
    package var n: Int?

    // What models are told as it is.
    package var temperature: JSON?
    package var topP: JSON?
    package var stop: JSON?
    package var seed: JSON?
    package var presencePenalty: JSON?
    package var frequencyPenalty: JSON?
    package var logitBias: JSON?
    package var reasoningEffort: JSON?
    package var verbosity: JSON?
    package var responseFormat: JSON?
    package var tools: JSON?
    package var toolChoice: JSON?
    package var parallelToolCalls: JSON?

    package struct StreamOptions: Codable, Sendable {
        /// Whether the last chunk says what the answer took.
        package var includeUsage: Bool?
    }
}

extension CreateChatCompletion {
    /// What of it a model is told as it is, by its wire names. What could cost more, keep something elsewhere or name
    /// somebody is not among it.
    package var parameters: JSONObject {
        var parameters = JSONObject()
        parameters["temperature"] = temperature
        parameters["top_p"] = topP
        parameters["stop"] = stop
        parameters["seed"] = seed
        parameters["presence_penalty"] = presencePenalty
        parameters["frequency_penalty"] = frequencyPenalty
        parameters["logit_bias"] = logitBias
        parameters["reasoning_effort"] = reasoningEffort
        parameters["verbosity"] = verbosity
        parameters["response_format"] = responseFormat
        parameters["tools"] = tools
        parameters["tool_choice"] = toolChoice
        parameters["parallel_tool_calls"] = parallelToolCalls
        return parameters
    }
}

/// Whom the caller may ask, as OpenAI lists models.
package struct ListModels: Endpoint {
    package static let route = Route.get("/v1/models", "Whom the caller may ask, as models.", dialect: .openAI)
    package static let access = Access.signedIn
    package static var apiKeyScope: APIKeyScope? { .chat }

    package init() {}

    package struct Response: Codable, Sendable {
        /// `list`
        package var object = "list"
        package var data: [ModelDescription]

        package init(_ models: [ModelDescription]) { data = models }
    }
}

/// One of them.
package struct GetModel: Endpoint {
    package static let route = Route.get("/v1/models/{model}", "One whom the caller may ask.", dialect: .openAI)
    package static let access = Access.signedIn
    package static var apiKeyScope: APIKeyScope? { .chat }
    package typealias Response = ModelDescription

    package var model: String
}

/// Somebody who can be asked, as OpenAI describes a model.
package struct ModelDescription: Codable, Sendable {
    package var id: String
    /// `model`
    package var object = "model"
    /// Seconds since 1970.
    package var created: Int
    /// `elymica` of the tutors, `flowise` and `upstream` of what comes from there.
    package var ownedBy: String
    /// What people call it; not in OpenAI's API.
    package var name: String

    package init(id: String, name: String, created: Int, ownedBy: String) {
        (self.id, self.name, self.created, self.ownedBy) = (id, name, created, ownedBy)
    }
}
