/// How a stub answers a question: how much, how fast, and what goes wrong.
package struct StubBehaviour: Sendable {
    /// How many tokens it streams.
    package var tokens = 5
    /// The text of a token, by its number.
    package var text: @Sendable (Int) -> String = { "word\($0) " }
    /// Before the first byte of the answer's head.
    package var delay = Duration.zero
    /// Before each token.
    package var pace = Duration.zero
    /// What it says the answer took; `nil`: nothing.
    package var usage: StubUsage?
    /// Whether it streams when it is asked to.
    package var streams = true
    /// Whether Flowise takes it for an agent flow, which says more on the way.
    package var isAgentFlow = false
    /// Whether it closes the connection after its answer.
    package var hangsUp = false
    package var fault: StubFault?

    package init() {}

    /// A behaviour with one fault.
    package init(_ fault: StubFault) { self.fault = fault }

    /// A behaviour with some tokens, and a pause before each.
    package init(tokens: Int, pace: Duration = .zero) { (self.tokens, self.pace) = (tokens, pace) }
}

/// What an answer took, as a stub claims.
package struct StubUsage: Sendable {
    package var input: Int
    package var output: Int

    package init(input: Int, output: Int) { (self.input, self.output) = (input, output) }
}

/// What goes wrong with an answer; `after` counts tokens.
package enum StubFault: Sendable {
    /// Answers with a status, as often as `times` says, then as usual.
    case status(Int, retryAfter: Int? = nil, times: Int = .max)
    /// Never says anything.
    case hangs
    /// Falls silent.
    case hangsAfter(Int)
    /// Closes the connection; after 0 before it says anything.
    case dropsAfter(Int)
    /// Says that it failed; Flowise does that with status 200.
    case failsAfter(Int)
    /// Ends its answer without the last event.
    case endsAfter(Int)
    /// Says something that is no JSON.
    case babblesAfter(Int)
    /// Goes on for ever.
    case isEndless
    /// Begins an event that has so many bytes.
    case hugeEvent(bytes: Int)
    /// Begins a line that never ends.
    case endlessLine
    /// Answers with a head that has so many bytes.
    case hugeHead(bytes: Int)
    /// Streams no token, but ends.
    case saysNothing
    /// Answers with exactly these texts, one after the other, as a stream.
    case says([String])
    /// Sends the client somewhere else.
    case redirects(to: String)
}

extension StubBehaviour {
    /// Behaviours that can be asked for by the flow's or the model's name alone, from another process.
    package static let named: [String: StubBehaviour] = [
        "whole": behaviour { $0.streams = false },
        "agent": behaviour {
            $0.isAgentFlow = true
            $0.usage = StubUsage(input: 120, output: 30)
        },
        "slow": StubBehaviour(tokens: 50, pace: .milliseconds(100)),
        "long": StubBehaviour(tokens: 2_000),
        "hang": StubBehaviour(.hangs),
        "hang-mid": StubBehaviour(.hangsAfter(3)),
        "drop": StubBehaviour(.dropsAfter(0)),
        "drop-mid": StubBehaviour(.dropsAfter(3)),
        "fail": StubBehaviour(.failsAfter(0)),
        "fail-mid": StubBehaviour(.failsAfter(3)),
        "busy": StubBehaviour(.status(429, retryAfter: 60)),
        "endless": StubBehaviour(.isEndless),
        "garbage": StubBehaviour(.babblesAfter(3)),
    ]

    private static func behaviour(_ change: (inout StubBehaviour) -> Void) -> StubBehaviour {
        var behaviour = StubBehaviour()
        change(&behaviour)
        return behaviour
    }
}
