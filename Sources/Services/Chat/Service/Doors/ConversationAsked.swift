import ChatAPI
import Upstreams
import Values

/// A conversation as OpenAI's clients send it, taken apart for those who answer one question.
struct ConversationAsked: Sendable {
    /// What the program tells whoever answers.
    private(set) var instructions = ""
    /// What was said before the question.
    private(set) var history: [UpstreamTurn] = []
    /// What the user said last.
    private(set) var question = ""
    /// The pictures that came with the question.
    private(set) var pictures: [ChatUpload] = []

    /// Whether it is no more than somebody reads who answers one question, for a price that does not count words.
    var isForOneQuestion: Bool {
        instructions.utf8.count + question.utf8.count <= Self.mostQuestion && Self.isShort(history)
    }

    /// Whether what was said before a question is no more than a flow is given with it.
    static func isShort(_ history: [UpstreamTurn]) -> Bool {
        history.reduce(0) { $0 + $1.text.utf8.count } <= mostHistory
    }

    private static let mostMessages = 2_000
    /// More than models read at once: a million bytes are about 250,000 tokens of English.
    private static let mostText = 1 << 20
    private static let mostQuestion = 32 << 10
    private static let mostHistory = 256 << 10

    /// - Throws: for what is no conversation, or has something in it that nobody here reads.
    init(_ messages: [JSON]) throws(InvalidValue) {
        guard !messages.isEmpty else { throw InvalidValue("must not be empty", path: ["messages"]) }
        guard messages.count <= Self.mostMessages else {
            throw InvalidValue("must not be more than \(Self.mostMessages)", path: ["messages"])
        }
        var bytes = 0
        var turns: [(turn: UpstreamTurn, pictures: [ChatUpload])] = []
        for (index, message) in messages.enumerated() {
            let path = ["messages", String(index)]
            let (text, pictures) = try Self.content(message, path)
            bytes += text.utf8.count
            guard bytes <= Self.mostText else {
                throw InvalidValue("must not have more than \(Self.mostText >> 20) MB of text", path: ["messages"])
            }
            switch message["role"]?.string {
            case "system", "developer": instructions += (instructions.isEmpty ? "" : "\n\n") + text
            case "user": turns.append((UpstreamTurn(.user, text), pictures))
            case "assistant": if !text.isEmpty { turns.append((UpstreamTurn(.assistant, text), [])) }
            case "tool", "function": break
            default:
                throw InvalidValue(
                    "must be one of system, developer, user, assistant, tool",
                    path: path + ["role"]
                )
            }
        }
        guard let last = turns.lastIndex(where: { $0.turn.speaker == .user }) else {
            throw InvalidValue("must have a message of the user", path: ["messages"])
        }
        (question, pictures) = (turns[last].turn.text, turns[last].pictures)
        history = turns[..<last].map(\.turn)
    }

    /// The text of a message, and its pictures.
    private static func content(
        _ message: JSON,
        _ path: [String]
    ) throws(InvalidValue) -> (text: String, pictures: [ChatUpload]) {
        guard message.object != nil else { throw InvalidValue("must be an object", path: path) }
        let path = path + ["content"]
        switch message["content"] {
        case .string(let text): return (try checked(text, path), [])
        case .array(let parts):
            var texts: [String] = []
            var pictures: [ChatUpload] = []
            for (index, part) in parts.enumerated() {
                let path = path + [String(index)]
                switch part["type"]?.string {
                case "text": texts.append(try checked(part["text"]?.string, path + ["text"]))
                case "refusal": texts.append(try checked(part["refusal"]?.string, path + ["refusal"]))
                case "image_url":
                    pictures.append(
                        try picture(part["image_url"]?["url"]?.string, number: pictures.count + 1, path + ["image_url"])
                    )
                default: throw InvalidValue("must be a part of type text or image_url", path: path)
                }
            }
            return (texts.joined(separator: "\n"), pictures)
        // An assistant that only wanted a tool to be called.
        case .null where message["role"] == "assistant", nil where message["role"] == "assistant": return ("", [])
        default: throw InvalidValue("must be a text or a list of parts", path: path)
        }
    }

    private static func checked(_ text: String?, _ path: [String]) throws(InvalidValue) -> String {
        guard let text else { throw InvalidValue("must be a text", path: path) }
        // PostgreSQL cannot hold it.
        guard !text.utf8.contains(0) else { throw InvalidValue("must not contain a NUL character", path: path) }
        return text
    }

    /// Only what is here already: an address would be asked for by the upstream, from inside its network.
    private static func picture(
        _ url: String?,
        number: Int,
        _ path: [String]
    ) throws(InvalidValue) -> ChatUpload {
        guard let url, url.hasPrefix("data:image/"), let comma = url.firstIndex(of: ","),
            url[..<comma].hasSuffix(";base64")
        else { throw InvalidValue("must be an image as a data: URL in base64", path: path) }
        let mime = url[..<comma].dropFirst(5).prefix { $0 != ";" }
        return ChatUpload(data: url, type: "file", name: "picture-\(number).\(mime.dropFirst(6))", mime: String(mime))
    }
}
