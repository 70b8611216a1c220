package import Values

/// A password as somebody typed it: at most 1,024 bytes, never trimmed, never shown.
///
/// Which passwords may be *chosen* is decided where one is set; sign-in takes any.
package struct Password: Codable, Hashable, Sendable, CustomStringConvertible, CustomReflectable, SchemaDescribing {
    /// The password itself. Never to be logged or bound to a query.
    package let text: String

    package init(_ text: String) throws(InvalidValue) {
        guard text.utf8.count <= 1024 else { throw InvalidValue("must have at most 1024 bytes") }
        self.text = text
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw InvalidValue(error.message, at: decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { "(a password)" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    package static var schema: JSON { ["type": "string", "format": "password", "maxLength": 1024] }
    package static var example: Self { Self(trusted: "Baobab-2026") }
    private init(trusted: String) { text = trusted }
}
