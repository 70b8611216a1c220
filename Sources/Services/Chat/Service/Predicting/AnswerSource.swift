import ChatAPI
import Upstreams
import Values

/// Where an answer comes from.
enum AnswerSource: Sendable {
    case upstream(UpstreamAnswer)
    /// It is known already.
    case known([UpstreamEvent], UpstreamUsage)

    /// What it has taken so far.
    var usage: UpstreamUsage {
        switch self {
        case .upstream(let answer): answer.usage
        case .known(_, let usage): usage
        }
    }

    /// Ends it, from any task.
    func stop() {
        if case .upstream(let answer) = self { answer.stop() }
    }
}

extension TutorAnswer {
    /// The answer as upstreams give theirs.
    func source(question: String) -> AnswerSource {
        var events = pieces.map(UpstreamEvent.token)
        if !passages.isEmpty { events.append(.sources(sources)) }
        events.append(.end(.stop))
        let usage = UpstreamUsage(
            inputTokens: TokenEstimate(question).tokens,
            outputTokens: TokenEstimate(text).tokens,
            isEstimated: true
        )
        return .known(events, usage)
    }
}
