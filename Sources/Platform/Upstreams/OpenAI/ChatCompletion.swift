package import Values

/// A question to a model behind OpenAI's chat completions API.
package struct ChatCompletion: Sendable {
    package var model: String
    /// The conversation as that API writes it: `{"role": "user", "content": "…"}`.
    package var messages: [JSON]
    /// The most tokens the answer may have.
    package var maximumTokens: Int?
    /// Whether the answer is to come piece by piece.
    package var isStreamed = true
    /// What else the API takes: `temperature`, `tools`, `response_format`, … What this type has a property for is
    /// ignored here.
    package var parameters = JSONObject()

    package init(model: String, messages: [JSON]) { (self.model, self.messages) = (model, messages) }

    /// A question after a conversation, with the files that go with it.
    package init(
        model: String,
        system: String?,
        history: [UpstreamTurn] = [],
        question: String,
        uploads: [UpstreamUpload] = []
    ) {
        self.init(model: model, messages: [])
        if let system { messages.append(["role": "system", "content": .string(system)]) }
        for turn in history {
            let role = turn.speaker == .user ? "user" : "assistant"
            messages.append(["role": .string(role), "content": .string(turn.text)])
        }
        let content: JSON =
            uploads.isEmpty
            ? .string(question)
            : .array([["type": "text", "text": .string(question)]] + uploads.map(Self.part))
        messages.append(["role": "user", "content": content])
    }

    private static func part(_ upload: UpstreamUpload) -> JSON {
        switch upload.content {
        case .bytes(let bytes) where upload.type.hasPrefix("image/"):
            return image(UpstreamUpload.dataURL(bytes, type: upload.type))
        case .bytes(let bytes), .speech(let bytes):
            let data = UpstreamUpload.dataURL(bytes, type: upload.type)
            return ["type": "file", "file": ["filename": .string(upload.name), "file_data": .string(data)]]
        case .link(let link): return image(link)
        case .text(let text): return ["type": "text", "text": .string("\(upload.name):\n\n\(text)")]
        }
    }

    private static func image(_ url: String) -> JSON { ["type": "image_url", "image_url": ["url": .string(url)]] }
}

/// The name of the property that bounds an answer. OpenAI's newer models refuse the older name, other servers know no
/// other.
package enum TokenLimitName: String, Sendable {
    case older = "max_tokens"
    case newer = "max_completion_tokens"
}

extension ChatCompletion {
    func body(_ limitName: TokenLimitName, asksForUsage: Bool) -> JSON {
        var body = parameters
        for name in ["n", "max_tokens", "max_completion_tokens", "stream_options"] { body[name] = nil }
        body["model"] = .string(model)
        body["messages"] = .array(messages)
        body["stream"] = .bool(isStreamed)
        if isStreamed, asksForUsage { body["stream_options"] = ["include_usage": true] }
        if let maximumTokens { body[limitName.rawValue] = .integer(max(maximumTokens, 1)) }
        return .object(body)
    }

    /// What the model reads, estimated: four tokens around each message, and a thousand for what is no text.
    var inputTokens: Int {
        var tokens = 0
        for message in messages {
            tokens += 4
            if let text = message["content"]?.string { tokens += TokenEstimate(text).tokens }
            if let calls = message["tool_calls"] { tokens += TokenEstimate(calls.compact).tokens }
            for part in message["content"]?.array ?? [] {
                tokens += part["text"]?.string.map { TokenEstimate($0).tokens } ?? 1_000
            }
        }
        for name in ["tools", "response_format"] {
            if let parameter = parameters[name] { tokens += TokenEstimate(parameter.compact).tokens }
        }
        return tokens
    }
}
