/// A type that parses itself from one text or number and describes that as JSON Schema.
///
/// Conforming types are what endpoints take instead of bare strings: a value that exists is a value that is valid.
package protocol SchemaDescribing {
    /// The JSON Schema (2020-12) of the value on the wire.
    static var schema: JSON { get }
    /// A valid value, for documents and tests.
    static var example: Self { get }
}

/// A value whose wire form is a text that has to pass a check.
package protocol TextValue: Codable, Hashable, Sendable, CustomStringConvertible, SchemaDescribing {
    /// The text as it is stored and written.
    var text: String { get }
    /// Parses a text from outside; the message completes a sentence that begins with the field's name.
    init(parsing text: String) throws(InvalidValue)
}

extension TextValue {
    package var description: String { text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do {
            self = try Self(parsing: text)
        } catch {
            throw InvalidValue(error.message, at: decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A text of 1 to `limit` characters on one line, trimmed: names, titles.
package struct Line<let limit: Int>: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        self.text = try Checks.text(text, limit: limit, lines: false)
        guard !self.text.isEmpty else { throw InvalidValue("must not be empty") }
    }

    package static var schema: JSON { ["type": "string", "minLength": 1, "maxLength": .integer(limit)] }
    package static var example: Self { Self(trusted: "Example") }
    private init(trusted: String) { text = trusted }
}

/// A text of at most `limit` characters, line breaks allowed, possibly empty: descriptions, messages.
package struct Paragraphs<let limit: Int>: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        self.text = try Checks.text(text, limit: limit, lines: true)
    }

    package static var schema: JSON { ["type": "string", "maxLength": .integer(limit)] }
    package static var example: Self { Self(trusted: "An example.") }
    private init(trusted: String) { text = trusted }
}

/// An e-mail address as people have them: `local@domain.tld`, lower-cased, at most 254 bytes (RFC 5321 §4.5.3.1.3).
///
/// Clients refuse addresses without a dotted top-level domain or with stray dots (contract rule W9), so we do too.
package struct Email: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let invalid = InvalidValue("must be an e-mail address")
        let trimmed = Checks.trimmed(text).lowercased()
        guard (6...254).contains(trimmed.utf8.count) else { throw invalid }
        // By bytes, and without pieces: every row with an address is read through here.
        let bytes = trimmed.utf8
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")),
            (1...64).contains(bytes.distance(from: bytes.startIndex, to: at)),
            Self.labels(bytes[..<at], isValid: { $0.allSatisfy(Self.isLocal) }) != nil,
            let last = Self.labels(bytes[bytes.index(after: at)...], isValid: Self.isLabel),
            last.startIndex > bytes.index(after: at), last.count >= 2,
            last.allSatisfy({ (0x61...0x7a).contains($0) })
        else { throw invalid }
        self.text = trimmed
    }

    /// The last of the labels between dots; `nil` when one is empty or not valid.
    private static func labels(
        _ bytes: Substring.UTF8View,
        isValid: (Substring.UTF8View) -> Bool
    ) -> Substring.UTF8View? {
        var start = bytes.startIndex
        while true {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "."))
            let label = bytes[start..<(end ?? bytes.endIndex)]
            guard !label.isEmpty, isValid(label) else { return nil }
            guard let end else { return label }
            start = bytes.index(after: end)
        }
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        label.count <= 63 && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy(isHost)
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isHost(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "+")
    }
    private static func isHost(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }

    package static var schema: JSON { ["type": "string", "format": "email", "maxLength": 254] }
    package static var example: Self { Self(trusted: "amina@sunrise.example.com") }
    private init(trusted: String) { text = trusted }
}

/// A phone number in E.164: `+254700000001`.
package struct PhoneNumber: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let trimmed = Checks.trimmed(text)
        let isPlain = trimmed.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "+") }
        let digits = isPlain ? trimmed : trimmed.filter { !" -()".contains($0) }
        let number = digits.utf8.dropFirst()
        guard digits.utf8.first == UInt8(ascii: "+"), (8...16).contains(digits.utf8.count),
            number.first != UInt8(ascii: "0"), number.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw InvalidValue("must be a phone number such as +254700000001") }
        self.text = digits
    }

    package static var schema: JSON { ["type": "string", "pattern": "^\\+[1-9][0-9]{6,14}$"] }
    package static var example: Self { Self(trusted: "+254700000001") }
    private init(trusted: String) { text = trusted }
}

/// A school's code: 2 to 63 lower-case letters, digits and hyphens, so that it can be a subdomain (RFC 1035 §2.3.1).
package struct Subdomain: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let trimmed = Checks.trimmed(text).lowercased()
        guard (2...63).contains(trimmed.utf8.count), trimmed.first != "-", trimmed.last != "-",
            trimmed.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d })
        else { throw InvalidValue("must be 2 to 63 letters, digits and hyphens") }
        self.text = trimmed
    }

    package static var schema: JSON { ["type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$"] }
    package static var example: Self { Self(trusted: "sunrise-academy") }
    private init(trusted: String) { text = trusted }
}

/// An absolute http or https address of at most 2,000 bytes.
package struct WebAddress: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let trimmed = Checks.trimmed(text)
        let scheme = trimmed.lowercased()
        let rest = scheme.hasPrefix("https://") ? trimmed.dropFirst(8) : trimmed.dropFirst(7)
        guard scheme.hasPrefix("https://") || scheme.hasPrefix("http://"), trimmed.utf8.count <= 2000,
            let host = rest.split(omittingEmptySubsequences: false, whereSeparator: { "/?#".contains($0) }).first,
            !host.isEmpty, host.first != ":",
            !host.contains("@"), trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"\"<>\\^`{|}".utf8.contains($0) })
        else { throw InvalidValue("must be an absolute http or https address") }
        self.text = trimmed
    }

    package static var schema: JSON { ["type": "string", "format": "uri", "maxLength": 2000] }
    package static var example: Self { Self(trusted: "https://example.com/rain.pdf") }
    private init(trusted: String) { text = trusted }
}

/// What every text from outside must pass.
enum Checks {
    static func trimmed(_ text: String) -> String {
        // Nearly always there is nothing to trim: printable ASCII at both ends.
        if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7e).contains(first),
            (0x21...0x7e).contains(last)
        {
            return text
        }
        let scalars = text.unicodeScalars
        let start = scalars.drop { $0.properties.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The text without surrounding blanks; refused when too long or with control characters (Unicode category Cc)
    /// other than line breaks and tabs, and those only where `lines` are allowed.
    static func text(_ text: String, limit: Int, lines: Bool) throws(InvalidValue) -> String {
        // Four bytes a character at most, so that nobody makes us count a megabyte of graphemes.
        guard text.utf8.count <= limit * 4 + 64 else { throw InvalidValue("must have at most \(limit) characters") }
        let trimmed = trimmed(text)
        guard trimmed.unicodeScalars.count <= limit else {
            throw InvalidValue("must have at most \(limit) characters")
        }
        for scalar in trimmed.unicodeScalars {
            switch scalar {
            case "\t" where lines, "\n" where lines, "\r" where lines: break
            case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}": throw InvalidValue("must not contain control characters")
            case "\u{2028}" where !lines, "\u{2029}" where !lines: throw InvalidValue("must be one line")
            default: break
            }
        }
        return trimmed
    }
}

/// How clients name a course: by its id, or by its code, as the teacher portal does with `class-stem`.
package struct CourseReference: TextValue {
    package let text: String
    /// The id, when the text is one.
    package var id: CourseID? { CourseID(text) }
    /// The code, when the text is not an id.
    package var code: String? { id == nil ? text : nil }

    package init(parsing text: String) throws(InvalidValue) {
        self.text = try Checks.text(text, limit: 100, lines: false)
        guard !self.text.isEmpty else { throw InvalidValue("must not be empty") }
    }

    package init(_ id: CourseID) { text = id.description }

    package static var schema: JSON { ["type": "string", "minLength": 1, "maxLength": 100] }
    package static var example: Self { Self(.example) }
}
