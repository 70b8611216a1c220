package import Values

/// What a file is called by those who use it: a label in any script, never a place.
///
/// Files are stored under names of our own, so this is only ever shown and sent back. A name that holds a path is
/// refused rather than cut: whoever sends one is mistaken about what they send, or means harm.
package struct FileName: TextValue {
    package let text: String

    /// The longest name file systems hold, in bytes (`NAME_MAX`).
    private static let limit = 255

    package init(parsing text: String) throws(InvalidValue) {
        let name = text.trimmingBlanks
        guard !name.isEmpty else { throw InvalidValue("must not be empty") }
        guard name.utf8.count <= Self.limit else { throw InvalidValue("must have at most \(Self.limit) bytes") }
        guard !name.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" }), !Self.isEncodedPath(name) else {
            throw InvalidValue("must not contain a path")
        }
        guard name.first != "." else { throw InvalidValue("must not begin with a dot") }
        guard !name.unicodeScalars.contains(where: Self.isDeceptive) else {
            throw InvalidValue("must not contain control characters")
        }
        self.text = name
    }

    /// What stands behind the last dot, in lower case; `nil` when there is none or it is no extension of any type.
    package var fileExtension: String? {
        guard let dot = text.lastIndex(of: "."), dot != text.startIndex else { return nil }
        let ending = text[text.index(after: dot)...].lowercased()
        guard (1...10).contains(ending.utf8.count), ending.utf8.allSatisfy(\.isAlphanumeric) else { return nil }
        return ending
    }

    /// The same name with an extension behind it.
    func adding(extension ending: String) -> FileName { FileName(trusted: text + "." + ending) }

    /// `thumb_photo.jpg` of `photo.webp`: the small picture may be of another type than the large one.
    func forThumbnail(isPNG: Bool) -> FileName {
        let endings = isPNG ? ["png"] : ["jpg", "jpeg"]
        let hasEnding = fileExtension.map(endings.contains) ?? false
        return FileName(trusted: "thumb_" + text + (hasEnding ? "" : "." + endings[0]))
    }

    /// Separators that some reader further on may decode: `..%2f`, and the overlong UTF-8 of a slash.
    private static func isEncodedPath(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return ["%2f", "%5c", "%00", "%c0%af", "%c0%ae"].contains { lowered.contains($0) }
    }

    /// Control characters, line separators, and the marks that turn `gpj.exe` into what looks like `exe.jpg`.
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202a...0x202e, 0x2066...0x2069, 0x2028, 0x2029, 0xfeff: true
        default: scalar.properties.generalCategory == .control
        }
    }

    package static var schema: JSON { ["type": "string", "minLength": 1, "maxLength": .integer(limit)] }
    package static var example: Self { Self(trusted: "essay.pdf") }
    private init(trusted: String) { text = trusted }
}

extension String {
    var trimmingBlanks: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isAlphanumeric: Bool { isDigit || (0x61...0x7a).contains(self | 0x20) }
}
