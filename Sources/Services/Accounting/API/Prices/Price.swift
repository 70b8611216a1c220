import FoundationEssentials
package import Values

/// A price in credits, to the millionth: `0.265`. Between 0 and 1,000 credits.
package struct Price: Codable, Hashable, Sendable, SchemaDescribing {
    package let amount: MicroCredits

    /// The most that a price may be: 1,000 credits.
    package static let maximum = MicroCredits(micro: 1_000_000_000)

    package init(micro: Int) { amount = MicroCredits(micro: max(0, min(micro, Self.maximum.micro))) }

    package init(from decoder: any Decoder) throws {
        let credits = try decoder.singleValueContainer().decode(Decimal.self)
        let invalid = InvalidValue("must be between 0 and 1000, with at most six decimals", at: decoder.codingPath)
        guard credits >= 0, credits <= 1000 else { throw invalid }
        // Digits, not a double: 0.265 is not quite 0.265 as one.
        let parts = credits.description.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard fraction.utf8.count <= 6, let whole = parts.first.flatMap({ Int($0) }),
            let millionths = Int(fraction + String(repeating: "0", count: 6 - fraction.utf8.count))
        else { throw invalid }
        amount = MicroCredits(micro: whole * 1_000_000 + millionths)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Decimal(amount.micro) / 1_000_000)
    }

    package static var schema: JSON { ["type": "number", "minimum": 0, "maximum": 1000] }
    package static var example: Self { Self(micro: 250_000) }
}

/// What a thousand tokens of a model cost.
package struct TokenPrice: Codable, Hashable, Sendable {
    package var input: Price
    package var output: Price

    package init(input: Price, output: Price) { (self.input, self.output) = (input, output) }

    /// What the contract's models cost where a school says nothing else, and any other model.
    package static let defaults: [String: TokenPrice] = [
        "amazon.nova-micro-v1:0": TokenPrice(input: Price(micro: 60_000), output: Price(micro: 60_000)),
        "amazon.nova-lite-v1:0": TokenPrice(input: Price(micro: 250_000), output: Price(micro: 800_000)),
        "amazon.titan-text-express-v1": TokenPrice(input: Price(micro: 200_000), output: Price(micro: 600_000)),
        "meta.llama3-70b-instruct-v1:0": TokenPrice(input: Price(micro: 265_000), output: Price(micro: 350_000)),
    ]
    package static let ofOtherModels = TokenPrice(input: Price(micro: 200_000), output: Price(micro: 500_000))

    /// The exact cost of tokens read and written, rounded up to a micro-credit.
    package func cost(input read: TokenCount, output written: TokenCount) -> MicroCredits {
        let thousandths = read.value * input.amount.micro + written.value * output.amount.micro
        return MicroCredits(micro: (thousandths + 999) / 1000)
    }

    /// What so many tokens are expected to cost, half of them read: whole credits, rounded up.
    package func wholeCredits(for tokens: TokenCount) -> Int {
        let parts = tokens.value * (input.amount.micro + output.amount.micro)
        return (parts + 1_999_999_999) / 2_000_000_000
    }
}
