import ChatAPI
import Endpoints
import FoundationEssentials
import Upstreams
import Values

/// A question as it came in, by whichever door.
struct Ask: Sendable {
    var chatflow: ChatflowID
    var question: String
    /// Where it is kept.
    var session = AskedSession.none
    /// What went before, where the client says it: conversations that are kept know it themselves.
    var history: [UpstreamTurn] = []
    var uploads: [ChatUpload] = []
    /// What the client calls the conversation, where none is kept.
    var conversation: String?
    /// The most tokens the client wants to read.
    var maximumTokens: Int?
    /// The whole conversation as OpenAI's clients write it, for models; their question is the last of it.
    var messages: [JSON]?
    /// What else goes to a model as it is: `temperature`, `tools`.
    var parameters = JSONObject()
    /// What a program tells an agent flow instead of a question, or besides: the answers of its form, a decision.
    var form: JSON?
    var humanInput: JSON?
    /// The turn that is tried once more.
    var retried: ChatMessageID?

    /// - Throws: 422 for a question that asks nothing, and for more of a conversation than anybody reads again.
    func check() throws {
        guard messages != nil || form != nil || humanInput != nil || question.contains(where: { !$0.isWhitespace })
        else {
            throw Problem.invalid("question", "must not be empty")
        }
        let bytes = history.reduce(0) { $0 + $1.text.utf8.count }
        guard history.count <= 2_000, bytes <= 256 << 10 else {
            throw Problem.invalid("history", "must not exceed 256 KB")
        }
        for (name, json) in [("form", form), ("humanInput", humanInput)] {
            guard let json else { continue }
            guard json.object != nil else { throw Problem.invalid(name, "must be an object") }
            guard json.compact.utf8.count <= 64 << 10 else { throw Problem.invalid(name, "must not exceed 64 KB") }
        }
    }

    /// The name of something in it that only a flow understands.
    var toldToFlows: String? { form != nil ? "form" : humanInput != nil ? "humanInput" : nil }

    /// What is looked up in lessons: nobody asks in more words.
    var searched: String { String(question.prefix(8_000)) }

    init(_ chatflow: ChatflowID, _ question: String) { (self.chatflow, self.question) = (chatflow, question) }
}

/// Where a turn is kept.
enum AskedSession: Hashable, Sendable {
    /// Nowhere.
    case none
    case new
    case named(ChatSessionID)
}

/// A turn that has begun: what its answer is told with.
struct AskedTurn: Sendable {
    /// The question's message.
    let id: ChatMessageID
    /// The answer's message.
    let answerID: ChatMessageID
    /// The session it is kept in.
    let session: ChatSessionID?
    /// Whether that begins with it.
    let beginsSession: Bool
    /// What clients know the conversation by: the session, or what they called it themselves.
    let conversation: String
    let chatflow: String
    let question: String
    let askedAt: Date
    /// The event that tells which files were taken; `nil` without any.
    var filesUploaded: JSON?
}
