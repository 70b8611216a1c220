import Values

/// An answer as it is kept: its events in the order they came, tokens in a row as one. Bounded: a flow that tells all
/// it does is not kept whole, but its words are.
struct AnswerRecord: Sendable {
    /// Compact: those of a thousand answers stand in memory at once.
    private var kept: [String] = []
    /// What was said since the last of them.
    private var words = ""
    private var end: AnswerSummary?
    private var bytes = 0
    /// What was said in all.
    private(set) var text = ""

    /// More of an answer's text than anybody reads, and of everything beside it.
    private static let maximumText = 2 << 20
    private static let maximumEvent = 32 << 10
    private static let maximumEvents = 256 << 10
    /// What is read again may have a depth of 64, with the list and the event around it.
    private static let maximumDepth = 48

    /// The events so far.
    var events: [JSON] { texts.compactMap { try? JSON(parsing: $0.utf8) } }

    private var texts: [String] {
        kept + said + (end.map { [Self.text(AnswerSummary.keptName, $0.kept)] } ?? [])
    }

    /// Pieces of words may have too many marks together.
    private var said: [String] { words.isEmpty ? [] : [Self.text("token", .string(words.streamSafe))] }

    mutating func add(_ event: AnswerEvent) {
        switch event {
        case .token(let token):
            guard text.utf8.count + token.utf8.count <= Self.maximumText else { return }
            text += token
            words += token
        case .thinking(let thought): keep("thinking", .string(thought))
        case .activity(let name, let data): keep(name, data)
        case .sources(let sources): keep("sourceDocuments", sources)
        case .ended(let summary): end = summary
        case .failed: break
        }
    }

    private mutating func keep(_ name: String, _ data: JSON) {
        guard name != AnswerSummary.keptName else { return }
        let event = Self.text(name, data)
        let size = event.utf8.count
        guard size <= Self.maximumEvent, bytes + size <= Self.maximumEvents, !data.isDeeper(than: Self.maximumDepth)
        else { return }
        bytes += size
        kept += said
        words = ""
        kept.append(event)
    }

    private static func text(_ name: String, _ data: JSON) -> String {
        (["event": .string(name), "data": data] as JSON).compact
    }

    /// The events as `jsonb` takes them: it knows no U+0000. Looked for by bytes, because a mark after it would make
    /// another character of its last digit.
    var stored: String {
        let text = Array("[\(texts.joined(separator: ","))]".utf8)
        let null = Array("u0000".utf8)
        var (bytes, rest): ([UInt8], ArraySlice<UInt8>) = ([], text[...])
        bytes.reserveCapacity(text.count)
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            let escape = rest.index(after: backslash)
            bytes += rest[...backslash]
            if rest[escape...].starts(with: null) {
                bytes += Array("ufffd".utf8)
                rest = rest[rest.index(escape, offsetBy: null.count)...]
            } else {
                bytes += rest[escape...].prefix(1)
                rest = rest[escape...].dropFirst(1)
            }
        }
        return String(decoding: bytes + rest, as: UTF8.self)
    }
}

extension JSON {
    fileprivate func isDeeper(than depth: Int) -> Bool {
        guard depth > 0 else { return true }
        switch self {
        case .array(let elements): return elements.contains { $0.isDeeper(than: depth - 1) }
        case .object(let object): return object.members.contains { $0.value.isDeeper(than: depth - 1) }
        default: return false
        }
    }
}
