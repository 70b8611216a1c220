package import Values

/// A question to a flow.
package struct FlowisePrediction: Sendable {
    package var flow: FlowiseFlow
    package var question: String
    /// Whose memory it goes into. Flowise trusts whoever names a conversation, so it has to be one that only this
    /// person's requests can name: 1 to 100 letters, digits, `-`, `_`, `.`.
    package var conversation: String
    package var history: [UpstreamTurn] = []
    package var uploads: [UpstreamUpload] = []
    /// Settings of the flow's nodes that go with this question only. `sessionId` among them is replaced.
    package var overrides = JSONObject()
    /// Answers of a form, for agent flows that begin with one; the question may be empty then.
    package var form: JSON?
    /// A decision that an agent flow waits for: `{"type": "proceed", "startNodeId": "…", "feedback": "…"}`.
    package var humanInput: JSON?

    package init(flow: FlowiseFlow, question: String, conversation: String) {
        (self.flow, self.question, self.conversation) = (flow, question, conversation)
    }
}

extension FlowisePrediction {
    /// The body of the request. Nothing of it is taken over from a client as it came.
    func body(streaming: Bool) -> JSON {
        var overrides = overrides
        overrides["sessionId"] = .string(conversation)
        var body = JSONObject()
        body["question"] = .string(question)
        body["chatId"] = .string(conversation)
        body["overrideConfig"] = .object(overrides)
        body["streaming"] = .bool(streaming)
        if !history.isEmpty { body["history"] = .array(history.map(Self.turn)) }
        if !uploads.isEmpty { body["uploads"] = .array(uploads.map(Self.upload)) }
        body["form"] = form
        body["humanInput"] = humanInput
        return .object(body)
    }

    /// What the model reads of it, as far as we know: the flow's own prompts come on top.
    var inputTokens: Int {
        var estimate = TokenEstimate(question)
        for turn in history { estimate.add(turn.text) }
        for case .text(let text) in uploads.map(\.content) { estimate.add(text) }
        for json in [form, humanInput] { if let json { estimate.add(json.compact) } }
        return estimate.tokens
    }

    private static func turn(_ turn: UpstreamTurn) -> JSON {
        let role = turn.speaker == .user ? "userMessage" : "apiMessage"
        return ["role": .string(role), "content": .string(turn.text)]
    }

    private static func upload(_ upload: UpstreamUpload) -> JSON {
        let (type, data): (String, String) =
            switch upload.content {
            case .bytes(let bytes): ("file", UpstreamUpload.dataURL(bytes, type: upload.type))
            case .link(let link): ("url", link)
            case .text(let text): ("file:full", text)
            case .speech(let bytes): ("audio", UpstreamUpload.dataURL(bytes, type: upload.type))
            }
        return [
            "type": .string(type), "name": .string(upload.name), "data": .string(data), "mime": .string(upload.type),
        ]
    }
}
