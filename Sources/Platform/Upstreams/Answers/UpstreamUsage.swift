/// What an answer took, in tokens.
package struct UpstreamUsage: Hashable, Sendable {
    package var inputTokens: Int
    package var outputTokens: Int
    /// Whether we counted, because the upstream did not say.
    package var isEstimated: Bool

    package init(inputTokens: Int, outputTokens: Int, isEstimated: Bool) {
        (self.inputTokens, self.outputTokens, self.isEstimated) = (inputTokens, outputTokens, isEstimated)
    }

    package var totalTokens: Int { inputTokens + outputTokens }
}

extension UpstreamUsage {
    /// More than any model takes in one answer: a server that reports it is wrong or hostile, and is not believed.
    private static let most = 100_000_000

    /// What a server reports; `nil` when it is nothing that can be.
    init?(reportedInput input: Int?, output: Int?) {
        guard let input, let output, (0...Self.most).contains(input), (0...Self.most).contains(output) else {
            return nil
        }
        self.init(inputTokens: input, outputTokens: output, isEstimated: false)
    }

    /// Both together, when that can be.
    func adding(_ other: UpstreamUsage) -> UpstreamUsage? {
        UpstreamUsage(
            reportedInput: inputTokens + other.inputTokens,
            output: outputTokens + other.outputTokens
        )
    }
}
