import Values

/// An answer as Flowise sends it: every event after a line that means nothing, its name inside its data.
struct PredictionFormat: AnswerFormat {
    private let turn: AskedTurn
    private var hasStarted = false

    init(_ turn: AskedTurn) { self.turn = turn }

    mutating func text(of event: AnswerEvent) -> String {
        switch event {
        case .token(let text):
            defer { hasStarted = true }
            // The first token comes as `start`, too.
            return (hasStarted ? "" : Self.frame("start", .string(text))) + Self.frame("token", .string(text))
        case .thinking(let text): return Self.frame("thinking", .string(text))
        case .activity(let name, let data): return Self.frame(name, data)
        case .sources(let sources): return Self.frame("sourceDocuments", sources)
        case .ended(let summary):
            return Self.frame("metadata", BridgeFormat.metadata(of: summary, in: turn)) + Self.frame("end", "[DONE]")
        case .failed(let failure): return Self.frame("error", .string(failure.message)) + Self.frame("end", "[DONE]")
        }
    }

    private static func frame(_ name: String, _ data: JSON) -> String {
        let event: JSON = ["event": .string(name), "data": data]
        return "message:\ndata:\(event.compact)\n\n"
    }

    /// The same answer in one piece.
    static func whole(_ record: AnswerRecord, _ summary: AnswerSummary, of turn: AskedTurn) -> JSON {
        var answer = JSONObject()
        answer["text"] = .string(record.text)
        for member in BridgeFormat.metadata(of: summary, in: turn).object?.members ?? [] {
            answer[member.name] = member.value
        }
        // Of what was told on the way, the last of each.
        for event in record.events {
            guard let name = event["event"]?.string, wholeEvents.contains(name) else { continue }
            answer[name] = event["data"]
        }
        return .object(answer)
    }

    private static let wholeEvents: Set<String> = [
        "sourceDocuments", "usedTools", "artifacts", "fileAnnotations", "agentReasoning", "action",
    ]
}
