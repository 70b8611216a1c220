/// How many tokens a text is likely to have, for servers that do not say: four ASCII characters to a token, two of
/// other alphabets, one of those that write a word in a sign or two.
///
/// Tokenizers differ by a third among themselves and their tables weigh megabytes; this is as near as they are to each
/// other for English and errs upwards elsewhere.
package struct TokenEstimate: Hashable, Sendable {
    private var quarters = 0

    package init() {}

    /// An estimate for one text.
    package init(_ text: String) { add(text) }

    /// Counts a piece of the text. Pieces give what the whole would.
    package mutating func add(_ text: String) {
        var sum = 0
        for scalar in text.unicodeScalars { sum += Self.quarters(of: scalar) }
        quarters += sum
    }

    /// As much of another piece as leaves it at `most` tokens.
    package func beginning(of text: String, within most: Int) -> Substring {
        let (room, isEndless) = most.multipliedReportingOverflow(by: 4)
        var left = (isEndless ? .max : room) - quarters
        return text.prefix { character in
            left -= character.unicodeScalars.reduce(0) { $0 + Self.quarters(of: $1) }
            return left >= 0
        }
    }

    private static func quarters(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x1100: 2
        default: 4
        }
    }

    package var tokens: Int { (quarters + 3) / 4 }
}

/// What an answer has taken so far: what was reported, or what we count.
struct UsageMeter: Sendable {
    private let input: Int
    private var text = TokenEstimate()
    private var reported: UpstreamUsage?

    init(input: Int) { self.input = input }

    mutating func count(_ piece: String) { text.add(piece) }

    mutating func report(_ usage: UpstreamUsage) { reported = usage }

    /// At the end: what was reported, else what was counted.
    var final: UpstreamUsage {
        reported ?? UpstreamUsage(inputTokens: input, outputTokens: text.tokens, isEstimated: true)
    }

    /// On the way: a report may speak of a part of the flow only.
    var soFar: UpstreamUsage {
        UpstreamUsage(
            inputTokens: max(reported?.inputTokens ?? input, 0),
            outputTokens: max(reported?.outputTokens ?? 0, text.tokens),
            isEstimated: true
        )
    }
}
