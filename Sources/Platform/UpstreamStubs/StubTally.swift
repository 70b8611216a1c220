package import Values

/// What a stub has seen and done so far.
package struct StubTally: Hashable, Sendable {
    /// Questions asked, whatever became of them.
    package var questions = 0
    /// Answers that went out to their end, faults included.
    package var finished = 0
    /// Answers whose client hung up before.
    package var aborted = 0
    /// Answers on their way.
    package var running = 0
    /// Times it was told to stop a flow.
    package var stops = 0
    /// Tokens put on the wire.
    package var tokens = 0
    /// The same by conversation: Flowise's `chatId`, OpenAI's `user`.
    package var tokensByConversation: [String: Int] = [:]
    /// Connections accepted.
    package var connections = 0

    /// Nothing so far.
    package init() {}

    /// The tally as JSON, as `GET /tally` shows it.
    package var json: JSON {
        var conversations = JSONObject()
        for (name, count) in tokensByConversation.sorted(by: { $0.key < $1.key }) {
            conversations[name] = .integer(count)
        }
        return [
            "questions": .integer(questions), "finished": .integer(finished), "aborted": .integer(aborted),
            "running": .integer(running), "stops": .integer(stops), "tokens": .integer(tokens),
            "connections": .integer(connections), "tokens_by_conversation": .object(conversations),
        ]
    }
}
