/// The id Flowise has given to a flow. Flowise makes UUIDs; what cannot stand in a path is none.
package struct FlowiseFlow: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// `nil` unless it is 1 to 100 letters, digits, `-`, `_` or `.`, and not dots only.
    package init?(_ id: String) {
        guard Self.isPlain(id) else { return nil }
        description = id
    }

    /// Whether a text can stand in a path as it is.
    static func isPlain(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
            default: false
            }
        }
        return isPlain && (1...100).contains(text.utf8.count) && !text.utf8.allSatisfy { $0 == 0x2e }
    }
}
