import Values

/// An answer as it is kept: its events in the order they came, tokens in a row as one. Bounded: a flow that tells all
/// it does is not kept whole, but its words are.
struct AnswerRecord: Sendable {
    private(set) var events: [JSON] = []
    private var words = ""
    private var bytes = 0
    /// Whether something of the answer's text came.
    private(set) var hasText = false
    /// What was said in all.
    private(set) var text = ""

    /// More of an answer's text than anybody reads, and of everything beside it.
    private static let maximumText = 2 << 20
    private static let maximumEvent = 32 << 10
    private static let maximumEvents = 256 << 10

    mutating func add(_ event: AnswerEvent) {
        switch event {
        case .token(let token):
            hasText = true
            guard text.utf8.count + token.utf8.count <= Self.maximumText else { return }
            text += token
            words += token
        case .thinking(let thought): keep("thinking", .string(thought))
        case .activity(let name, let data): keep(name, data)
        case .sources(let sources): keep("sourceDocuments", sources)
        case .ended, .failed: close()
        }
    }

    private mutating func keep(_ name: String, _ data: JSON) {
        let event: JSON = ["event": .string(name), "data": data]
        let size = event.compact.utf8.count
        guard size <= Self.maximumEvent, bytes + size <= Self.maximumEvents else { return }
        bytes += size
        close()
        events.append(event)
    }

    private mutating func close() {
        guard !words.isEmpty else { return }
        events.append(["event": "token", "data": .string(words)])
        words = ""
    }

    /// The events as `jsonb` takes them: it knows no U+0000.
    var stored: String {
        let text = JSON.array(events).compact
        return text.contains(#"\u0000"#) ? text.replacing(#"\u0000"#, with: #"\ufffd"#) : text
    }
}
