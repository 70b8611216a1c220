import AccountingAPI
import Upstreams
import Values

/// What an answer consists of for whoever reads it. The last one is `ended` or `failed`, exactly once.
enum AnswerEvent: Sendable {
    case token(String)
    /// What the model thinks on the way.
    case thinking(String)
    /// What happens on the way, by the upstream's own name for it.
    case activity(name: String, data: JSON)
    /// What the answer rests on.
    case sources(JSON)
    case ended(AnswerSummary)
    case failed(AnswerFailure)
}

extension AnswerEvent {
    /// The text of it that counts as the answer's: words, thoughts, calls of tools.
    var paidText: String {
        switch self {
        case .token(let text), .thinking(let text): text
        case .activity("tool_calls", let calls):
            (calls.array ?? []).map { call in
                (call["function"]?["name"]?.string ?? "") + (call["function"]?["arguments"]?.string ?? "")
            }.joined()
        default: ""
        }
    }
}

/// A whole answer, told in figures.
struct AnswerSummary: Sendable {
    var finish: FinishReason
    var usage: UpstreamUsage
    /// What it was charged.
    var cost: MicroCredits
    /// What the upstream says of it: the ids it gave, the model, questions to go on with.
    var metadata = JSONObject()
}

/// Why an answer that had begun is not whole, for the person who reads it.
struct AnswerFailure: Error, Hashable, Sendable {
    /// In one word: `cut_off`.
    let code: String
    let message: String

    init(code: String, message: String) { (self.code, self.message) = (code, message) }

    init(_ failure: UpstreamFailure) {
        self.init(
            code: failure.reason.code,
            message: "The tutor could not finish this answer. It cost nothing; please ask again."
        )
    }

    /// Its reader left.
    static let stopped = AnswerFailure(code: "stopped", message: "The answer was stopped.")

    /// The learner has no credits left for the rest.
    static let unpaid = AnswerFailure(code: "hold_lost", message: "The credits of this answer were given back.")
}

/// How one family of clients is told an answer: a value that makes text of events.
protocol AnswerFormat: Sendable {
    /// What comes before everything else.
    var opening: String { get }
    /// The text for an event; empty for nothing.
    mutating func text(of event: AnswerEvent) -> String
}

extension AnswerFormat {
    var opening: String { "" }
}

/// For whoever wants the whole answer and nothing on the way.
struct SilentFormat: AnswerFormat {
    func text(of event: AnswerEvent) -> String { "" }
}
