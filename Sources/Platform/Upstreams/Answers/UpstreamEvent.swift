package import Values

/// What an upstream's answer consists of, whatever its protocol. The last one is `end` or `failed`, exactly once.
package enum UpstreamEvent: Hashable, Sendable {
    /// A piece of the answer's text, as it came; never empty.
    case token(String)
    /// A piece of what the model thinks on the way, which is not the answer.
    case thinking(String)
    /// The documents the answer rests on, as the upstream gives them.
    case sources(JSON)
    /// What happens on the way, by the upstream's own name for it: `usedTools`, `agentFlowEvent`, `nextAgentFlow`,
    /// `agentFlowExecutedData`, `action`, `tool_calls`, … May hold prompts of the flow's author.
    case activity(name: String, data: JSON)
    /// What the upstream says of the answer: the ids it gave, the conversation, the model.
    case metadata(JSON)
    /// What the answer took in all; comes once, just before `end`.
    case usage(UpstreamUsage)
    /// The answer is whole.
    case end(FinishReason)
    /// There is no more of it. An answer that fails costs its reader nothing.
    case failed(UpstreamFailure)
}

/// Why an answer ended.
package enum FinishReason: String, Hashable, Sendable {
    /// It was finished.
    case stop
    /// It reached the most tokens it may have.
    case length
    /// The model wants a tool to be called.
    case toolCalls = "tool_calls"
    /// A filter of the upstream took it away.
    case contentFilter = "content_filter"
}
