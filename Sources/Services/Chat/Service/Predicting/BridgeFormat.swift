import AccountingAPI
import ChatAPI
import FoundationEssentials
import Upstreams
import Values

/// An answer as the chat platform's web client reads it (contract section 4.3): JSON objects, a line each, from
/// `session_id` to `end`.
struct BridgeFormat: AnswerFormat {
    private let turn: AskedTurn
    private var hasStarted = false

    init(_ turn: AskedTurn) { self.turn = turn }

    var opening: String {
        guard let session = turn.session else { return "" }
        let begun: JSON = [
            "event": "session_id", "data": .string(session.description), "chatflow_id": .string(turn.chatflow),
            "timestamp": .string(Timestamp.text(turn.askedAt)), "status": "streaming_started",
        ]
        return (turn.filesUploaded.map(Self.line) ?? "") + Self.line(begun)
    }

    mutating func text(of event: AnswerEvent) -> String {
        let start = hasStarted ? "" : Self.line(["event": "start", "data": ""])
        hasStarted = true
        return start + Self.lines(of: event, in: turn)
    }

    private static func lines(of event: AnswerEvent, in turn: AskedTurn) -> String {
        switch event {
        case .token(let text): line("token", .string(text))
        case .thinking(let text): line("thinking", .string(text))
        case .activity(let name, let data): line(name, data)
        case .sources(let sources): line("sourceDocuments", sources)
        case .ended(let summary): line("metadata", metadata(of: summary, in: turn)) + line("end", "[DONE]")
        case .failed(let failure):
            // This client shows tokens only, and stays locked until `end`.
            line("token", .string("\n\n" + failure.message))
                + line([
                    "event": "error", "data": .string(failure.message), "code": .string(failure.code),
                    "timestamp": .string(Timestamp.text(Date())),
                ])
                + line("end", "[DONE]")
        }
    }

    /// What Flowise says of an answer, but with our ids: its own name the memory of the conversation over there.
    static func metadata(of summary: AnswerSummary, in turn: AskedTurn) -> JSON {
        var metadata = JSONObject()
        metadata["chatId"] = .string(turn.conversation)
        metadata["chatMessageId"] = .string(turn.answerID.description)
        metadata["question"] = .string(turn.question)
        metadata["sessionId"] = .string(turn.conversation)
        for member in summary.metadata.members where metadata[member.name] == nil {
            metadata[member.name] = member.value
        }
        metadata["finishReason"] = .string(summary.finish.rawValue)
        metadata["cost"] = .number(Double(summary.cost.micro) / 1_000_000)
        return .object(metadata)
    }

    private static func line(_ name: String, _ data: JSON) -> String {
        line(["event": .string(name), "data": data])
    }

    private static func line(_ event: JSON) -> String { event.compact + "\n" }
}
