import Values

/// Understands the answers of Flowise: events whose name stands in their data, and answers that come whole although a
/// stream was asked for.
struct FlowiseReader: AnswerReader {
    private var usage = FlowiseUsage()
    private var hasText = false
    private var waitsForDecision = false

    mutating func read(_ event: ServerSentEvent) -> [UpstreamEvent] {
        guard let (name, data) = Self.named(event) else { return [.failed(UpstreamFailure(.malformed))] }
        switch name {
        // The first token comes once more, as a token.
        case "start", "executionEnd": return []
        // An empty piece.
        case "token" where data == .null: return []
        case "token":
            guard let text = data.string ?? data.compactText else { return [.failed(UpstreamFailure(.malformed))] }
            return token(text)
        case "thinking": return data.string.map { $0.isEmpty ? [] : [.thinking($0)] } ?? []
        case "sourceDocuments": return [.sources(data.unwrapped)]
        case "usageMetadata":
            let told = UpstreamEvent.activity(name: name, data: data.unwrapped)
            return usage.add(event: data.unwrapped).map { [told, .usage($0)] } ?? [told]
        case "metadata": return [.metadata(data.unwrapped)]
        case "error": return [.failed(UpstreamFailure(.failed))]
        case "abort": return [.failed(UpstreamFailure(.stopped))]
        case "end": return end()
        default: return activity(name, data)
        }
    }

    mutating func read(whole answer: JSON) -> [UpstreamEvent] {
        guard let object = answer.object else { return [.failed(UpstreamFailure(.malformed))] }
        var events: [UpstreamEvent] = []
        if let text = object["text"]?.string {
            events += token(text)
        } else if let json = object["json"] {
            events += token(json.compact)
        }
        for name in ["usedTools", "calledTools", "agentReasoning", "agentFlowExecutedData", "artifacts", "action"] {
            if let data = object[name], data != .null { events += activity(name, data) }
        }
        if let sources = object["sourceDocuments"], sources != .null { events.append(.sources(sources)) }
        var metadata = JSONObject()
        for member in object.members where Self.describing.contains(member.name) && member.value != .null {
            metadata[member.name] = member.value
        }
        events.append(.metadata(.object(metadata)))
        return events + end()
    }

    func streamEnded() -> [UpstreamEvent] { [.failed(UpstreamFailure(.cutOff))] }

    private static let describing: Set<String> = [
        "chatId", "chatMessageId", "question", "sessionId", "memoryType", "followUpPrompts", "flowVariables",
        "executionId",
    ]

    /// Name and data of an event: both stand in its data; a server that names events as the standard has it is
    /// understood as well.
    private static func named(_ event: ServerSentEvent) -> (String, JSON)? {
        let json = JSON(tolerating: event.data)
        if let name = json?["event"]?.string { return (name, json?["data"] ?? .null) }
        guard event.name != "message" else { return nil }
        return (event.name, json ?? .string(event.text.streamSafe))
    }

    private mutating func token(_ text: String) -> [UpstreamEvent] {
        guard !text.isEmpty else { return [] }
        hasText = true
        return [.token(text)]
    }

    private mutating func activity(_ name: String, _ data: JSON) -> [UpstreamEvent] {
        let data = data.unwrapped
        if name == "action" { waitsForDecision = true }
        var events: [UpstreamEvent] = [.activity(name: name, data: data)]
        if name == "agentFlowExecutedData", let total = usage.take(executions: data) { events.append(.usage(total)) }
        return events
    }

    private func end() -> [UpstreamEvent] {
        hasText || waitsForDecision ? [.end(.stop)] : [.failed(UpstreamFailure(.empty))]
    }
}

extension JSON {
    /// A number or a truth value as text: models write those as tokens, too.
    fileprivate var compactText: String? {
        switch self {
        case .integer, .number, .bool: compact
        default: nil
        }
    }
}
