package import Values

/// An amount of credits, in millionths of one: whole numbers, so that sums are exact.
///
/// On the wire of the tutor a whole number of micro-credits; the chat platform's own API writes whole credits, balances
/// rounded down and charges rounded up.
package struct MicroCredits: Codable, Hashable, Comparable, Sendable, SchemaDescribing {
    package let micro: Int

    /// The most that any amount may be: a thousand million credits.
    package static let maximum = MicroCredits(micro: 1_000_000_000_000_000)
    package static let zero = MicroCredits(micro: 0)

    package init(micro: Int) { self.micro = micro }

    /// A whole number of credits; `nil` for one that no wallet could hold.
    package init?(credits: Int) {
        let (micro, overflows) = credits.multipliedReportingOverflow(by: 1_000_000)
        guard !overflows, abs(micro) <= Self.maximum.micro else { return nil }
        self.micro = micro
    }

    /// Whole credits that are certainly there: rounded down.
    package var wholeCredits: Int { micro >= 0 ? micro / 1_000_000 : -((999_999 - micro) / 1_000_000) }
    /// Whole credits that certainly suffice: rounded up.
    package var wholeCreditsUp: Int { -MicroCredits(micro: -micro).wholeCredits }

    package init(from decoder: any Decoder) throws {
        let micro = try decoder.singleValueContainer().decode(Int.self)
        guard (0...Self.maximum.micro).contains(micro) else {
            throw InvalidValue("must be between 0 and \(Self.maximum.micro)", at: decoder.codingPath)
        }
        self.micro = micro
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(micro)
    }

    package static func < (left: Self, right: Self) -> Bool { left.micro < right.micro }

    package static var schema: JSON {
        ["type": "integer", "minimum": 0, "maximum": .integer(maximum.micro), "description": "micro-credits"]
    }
    package static var example: Self { MicroCredits(micro: 1_000_000) }
}
