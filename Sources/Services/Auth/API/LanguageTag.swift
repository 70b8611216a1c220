package import Values

/// A language as a BCP 47 tag of at most 35 bytes, such as `en`, `sw` or `fr-CI`.
package struct LanguageTag: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count <= 35, let language = parts.first, (2...3).contains(language.utf8.count),
            language.utf8.allSatisfy(Self.isLetter),
            parts.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isLetterOrDigit) })
        else { throw InvalidValue("must be a language tag such as en or sw") }
        self.text = text
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }

    package static var schema: JSON {
        ["type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "maxLength": 35]
    }
    package static var example: Self { Self(trusted: "en") }
    private init(trusted: String) { text = trusted }
}
