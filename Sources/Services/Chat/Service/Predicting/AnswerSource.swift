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
    /// The answer as upstreams give theirs, as far as it has at most so many tokens.
    func source(question: String, upTo mostTokens: Int?) -> AnswerSource {
        var (events, written): ([UpstreamEvent], TokenEstimate) = ([], TokenEstimate())
        var isCut = false
        for piece in pieces where !isCut {
            let part = mostTokens.map { written.beginning(of: piece, within: $0) } ?? piece[...]
            isCut = part.endIndex < piece.endIndex
            if !part.isEmpty { events.append(.token(String(part))) }
            written.add(String(part))
        }
        if !passages.isEmpty { events.append(.sources(sources)) }
        events.append(.end(isCut ? .length : .stop))
        let usage = UpstreamUsage(
            inputTokens: TokenEstimate(question).tokens,
            outputTokens: written.tokens,
            isEstimated: true
        )
        return .known(events, usage)
    }
}
