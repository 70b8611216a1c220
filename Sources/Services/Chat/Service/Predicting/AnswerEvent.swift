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

extension AnswerSummary {
    /// What an answer's end is called among the events that are kept of it, as no upstream's event is.
    static let keptName = "elymica:ended"

    /// The end as it is kept: what the same request is told again.
    var kept: JSON {
        [
            "finish": .string(finish.rawValue), "input_tokens": .integer(usage.inputTokens),
            "output_tokens": .integer(usage.outputTokens), "is_estimated": .bool(usage.isEstimated),
        ]
    }

    /// The end that an event is, when it is one.
    init?(kept event: JSON, cost: MicroCredits) {
        guard event["event"]?.string == Self.keptName, let data = event["data"],
            let finish = data["finish"]?.string.flatMap(FinishReason.init),
            let (input, output) = data["input_tokens"]?.integer.flatMap({ input in
                data["output_tokens"]?.integer.map { (input, $0) }
            })
        else { return nil }
        let isEstimated = data["is_estimated"]?.bool ?? true
        let usage = UpstreamUsage(inputTokens: input, outputTokens: output, isEstimated: isEstimated)
        self.init(finish: finish, usage: usage, cost: cost)
    }
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
    /// Whether pieces go on as they come: whoever leaves before the end has got some of them.
    var handsOnPieces: Bool { get }
    /// Whether it says of an answer that it was cut; otherwise the words do.
    var tellsLength: Bool { get }
    /// The text for an event; empty for nothing.
    mutating func text(of event: AnswerEvent) -> String
}

extension AnswerFormat {
    var opening: String { "" }
    var handsOnPieces: Bool { true }
    var tellsLength: Bool { false }
}

/// For whoever wants the whole answer and nothing on the way.
struct SilentFormat: AnswerFormat {
    var tellsLength = false
    var handsOnPieces: Bool { false }

    func text(of event: AnswerEvent) -> String { "" }
}
