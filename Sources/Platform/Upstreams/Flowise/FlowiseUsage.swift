import Values

/// What the nodes of an agent flow say they took. Each says it in an event of its own and again in the list of all that
/// was executed; chatflows say nothing.
struct FlowiseUsage: Sendable {
    private var events: UpstreamUsage?

    /// Adds the event of one node and returns the sum.
    mutating func add(event: JSON) -> UpstreamUsage? {
        guard let usage = UpstreamUsage(flowise: event), let sum = events.map({ $0.adding(usage) }) ?? usage else {
            return nil
        }
        events = sum
        return sum
    }

    /// The sum of what was executed, unless nodes have spoken for themselves: the list is told again and again, and
    /// grows.
    func take(executions: JSON) -> UpstreamUsage? {
        guard events == nil else { return nil }
        var sum: UpstreamUsage?
        for execution in executions.array ?? [] {
            let output = execution["data"]?["output"] ?? execution["data"]?.unwrapped["output"]
            guard let usage = output?["usageMetadata"].flatMap(UpstreamUsage.init(flowise:)) else { continue }
            sum = sum.map { $0.adding(usage) } ?? usage
        }
        return sum
    }
}

extension UpstreamUsage {
    /// What LangChain calls usage.
    fileprivate init?(flowise json: JSON) {
        self.init(reportedInput: json["input_tokens"]?.integer, output: json["output_tokens"]?.integer)
    }
}
