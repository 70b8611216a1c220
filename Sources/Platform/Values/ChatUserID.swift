/// A person's id as the chat platform's clients know it: 24 hexadecimal digits, the last twelve bytes of the UUID.
///
/// 74 of a version 7 UUID's random bits and 16 of its clock are in them; an index makes sure that no two people of a
/// school share one. An id of the old system, which has twelve bytes, can be kept as the end of a UUID.
package struct ChatUserID: TextValue {
    package let text: String

    package init(_ id: UserID) { text = String(id.description.filter { $0 != "-" }.suffix(24)) }

    package init(parsing text: String) throws(InvalidValue) {
        guard text.utf8.count == 24, text.utf8.allSatisfy(Self.isHexadecimal) else {
            throw InvalidValue("must be 24 hexadecimal digits")
        }
        self.text = text.lowercased()
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    package static var schema: JSON { ["type": "string", "pattern": "^[0-9a-fA-F]{24}$"] }
    package static var example: Self { Self(UserID.example) }
}
