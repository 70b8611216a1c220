package import Values

/// A colour as `#rrggbb`.
package struct Color: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let digits = Array(text.utf8.dropFirst())
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6, digits.allSatisfy(Self.isHexadecimal) else {
            throw InvalidValue("must be a colour such as #0f766e")
        }
        self.text = text.lowercased()
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    package static var schema: JSON { ["type": "string", "pattern": "^#[0-9a-fA-F]{6}$"] }
    package static var example: Self { Self(trusted: "#0f766e") }
    private init(trusted: String) { text = trusted }
}
