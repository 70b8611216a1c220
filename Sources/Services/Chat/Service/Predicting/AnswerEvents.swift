import ChatAPI
import FoundationEssentials
import Values

/// An answer as the events that clients read (contract section 4.3).
enum AnswerEvents {
    /// What comes before everything else in a session.
    static func opening(of turn: Turn, at now: Date) -> [JSON] {
        [
            [
                "event": "session_id", "data": .string(turn.session.description),
                "chatflow_id": .string(CampusTutor.id), "timestamp": .string(Timestamp.text(now)),
                "status": "streaming_started",
            ]
        ]
    }

    /// From `start` to `end`.
    static func of(_ turn: Turn) -> [JSON] {
        var events: [JSON] = [["event": "start", "data": ""]]
        events += turn.answer.pieces.map { ["event": "token", "data": .string($0)] }
        if !turn.answer.passages.isEmpty {
            events.append(["event": "sourceDocuments", "data": turn.answer.sources])
        }
        events.append(
            [
                "event": "metadata",
                "data": [
                    "chatId": .string(turn.session.description), "chatMessageId": .string(turn.message.description),
                    "question": .string(turn.question), "sessionId": .string(turn.session.description),
                ],
            ]
        )
        events.append(["event": "end", "data": "[DONE]"])
        return events
    }
}
