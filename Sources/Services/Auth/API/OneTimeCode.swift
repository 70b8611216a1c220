package import Values

/// A code as somebody typed it: blanks around it do not matter, and what is not six digits is simply wrong.
package struct OneTimeCode: Codable, Hashable, Sendable, CustomStringConvertible, CustomReflectable, SchemaDescribing {
    /// The six digits; `nil` for anything else. Never to be logged or bound to a query.
    package let digits: String?

    package init(_ text: String) {
        let trimmed = text.utf8.count <= 64 ? text.filter { !$0.isWhitespace } : ""
        let isCode = trimmed.utf8.count == 6 && trimmed.utf8.allSatisfy { (0x30...0x39).contains($0) }
        digits = isCode ? trimmed : nil
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(digits ?? "")
    }

    package var description: String { "(a code)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    package static var schema: JSON { ["type": "string", "pattern": "^[0-9]{6}$"] }
    package static var example: Self { Self("048213") }
}
