/// A whole number from `lowest` to `highest`.
package struct Bounded<let lowest: Int, let highest: Int>: Codable, Hashable, Sendable, SchemaDescribing {
    package let value: Int

    /// The number, refused outside the bounds.
    package init(_ value: Int) throws(InvalidValue) {
        guard value >= lowest, value <= highest else {
            throw InvalidValue("must be between \(lowest) and \(highest)")
        }
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer().decode(Int.self)
        do {
            try self.init(value)
        } catch {
            throw InvalidValue(error.message, at: decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package static var schema: JSON {
        ["type": "integer", "minimum": .integer(lowest), "maximum": .integer(highest)]
    }
    package static var example: Self { Self(trusted: max(lowest, min(highest, 1))) }
    private init(trusted: Int) { value = trusted }
}

/// Which page of a list, from 1; far enough for any list, small enough that an offset cannot overflow.
package typealias PageNumber = Bounded<1, 1_000_000>
/// How many rows a page holds, at most 100.
package typealias PageLimit = Bounded<1, 100>

/// A percentage from 0 to 100, written as a number.
package struct Percentage: Codable, Hashable, Sendable, SchemaDescribing {
    package let value: Double

    /// The share of `part` in `whole` with one decimal; 0 of 0 is 0.
    package init(_ part: Int, of whole: Int) {
        guard whole > 0 else {
            value = 0
            return
        }
        value = (Double(max(0, min(part, whole))) / Double(whole) * 1000).rounded() / 10
    }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Double.self)
        guard (0...100).contains(value) else { throw InvalidValue("must be between 0 and 100", at: decoder.codingPath) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package static var schema: JSON { ["type": "number", "minimum": 0, "maximum": 100] }
    package static var example: Self { Self(1, of: 2) }
}
