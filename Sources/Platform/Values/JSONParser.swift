/// Why a text is not the JSON we accept.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, never with the text itself.
    package let reason: String
    /// Where, in bytes from the start.
    package let offset: Int

    package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
    /// Parses a document strictly by RFC 8259: valid UTF-8, no duplicate names (§4), no number beyond a double, at most
    /// `maximumDepth` arrays and objects inside each other, and texts that are stream-safe.
    ///
    /// Time is linear in the input's length; nesting is bounded, so no input exhausts the stack.
    ///
    /// With `thinningMarks`, texts that are not stream-safe lose marks instead: what is stored, or comes from an
    /// upstream, is better read than refused.
    package init(
        parsing bytes: some Collection<UInt8>,
        maximumDepth: Int = 64,
        thinningMarks: Bool = false
    ) throws(JSONSyntaxError) {
        let parsed: Result<JSON, JSONSyntaxError>? = bytes.withContiguousStorageIfAvailable { buffer in
            var parser = JSONParser(bytes: buffer, maximumDepth: maximumDepth, thinsMarks: thinningMarks)
            return parser.document()
        }
        if let parsed {
            self = try parsed.get()
        } else {
            try self.init(parsing: Array(bytes), maximumDepth: maximumDepth, thinningMarks: thinningMarks)
        }
    }
}

private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    let thinsMarks: Bool
    var position = 0
    var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, thinsMarks: Bool) {
        (self.bytes, self.maximumDepth, self.thinsMarks) = (bytes, maximumDepth, thinsMarks)
    }

    mutating func document() -> Result<JSON, JSONSyntaxError> {
        do throws(JSONSyntaxError) {
            let value = try value()
            skipWhitespace()
            guard position == bytes.count else { throw error("unexpected text after the document") }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    func error(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason: reason, offset: position) }

    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func value() throws(JSONSyntaxError) -> JSON {
        skipWhitespace()
        guard position < bytes.count else { throw error("unexpected end") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("unexpected character")
        }
    }

    mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw error("unexpected end") }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] {
            throw error("unexpected character")
        }
        position += count
        return value
    }

    mutating func enter() throws(JSONSyntaxError) {
        depth += 1
        guard depth <= maximumDepth else { throw error("nested more than \(maximumDepth) deep") }
        position += 1
    }

    /// After an element: true when another follows, false when `end` closed the collection.
    mutating func another(end: UInt8) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        guard position < bytes.count else { throw error("unexpected end") }
        switch bytes[position] {
        case UInt8(ascii: ","):
            position += 1
            return true
        case end:
            position += 1
            depth -= 1
            return false
        default: throw error("expected a comma or the end of the collection")
        }
    }

    mutating func isEmpty(end: UInt8) -> Bool {
        skipWhitespace()
        guard position < bytes.count, bytes[position] == end else { return false }
        position += 1
        depth -= 1
        return true
    }

    mutating func array() throws(JSONSyntaxError) -> JSON {
        try enter()
        var elements: [JSON] = []
        if isEmpty(end: UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value()) } while try another(end: UInt8(ascii: "]"))
        return .array(elements)
    }

    mutating func object() throws(JSONSyntaxError) -> JSON {
        try enter()
        var members: [JSONObject.Member] = []
        if isEmpty(end: UInt8(ascii: "}")) { return .object(JSONObject(unique: members)) }
        // A few names are compared one by one: a set of them takes longer.
        var names: Set<String>?
        repeat {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw error("expected a name") }
            let name = try string()
            if members.count == 8 { names = Set(members.map { $0.name }) }
            let isNew = names?.insert(name).inserted ?? !members.contains { $0.name == name }
            guard isNew else { throw error("a name stands twice in one object") }
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw error("expected a colon") }
            position += 1
            members.append(.init(name: name, value: try value()))
        } while try another(end: UInt8(ascii: "}"))
        return .object(JSONObject(unique: members))
    }

    mutating func number() throws(JSONSyntaxError) -> JSON {
        let start = position
        var isInteger = true
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw error("a number begins with 0") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard text.utf8.count <= 400 else { throw error("a number is too long") }
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let double = Double(text), double.isFinite else { throw error("a number is out of range") }
        return .number(double)
    }

    mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        guard position > start else { throw error("expected a digit") }
    }

    mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        var bits: UInt8 = 0
        while position < bytes.count {
            bits |= bytes[position]
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = bits < 0x80 ? ascii(start..<position) : try valid(bytes[start..<position])
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw error("unexpected end")
    }

    /// The text of bytes that are all ASCII: nothing can be wrong with it.
    func ascii(_ range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { $0.initialize(fromContentsOf: bytes[range]) }
    }

    func valid(_ text: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONSyntaxError) -> String {
        try safe(String(validating: text, as: UTF8.self))
    }

    func safe(_ text: String?) throws(JSONSyntaxError) -> String {
        guard let text else { throw error("a string is not UTF-8") }
        if thinsMarks { return text.streamSafe }
        guard text.isStreamSafe else { throw error("a character has more than 30 combining marks") }
        return text
    }

    mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let string = try safe(String(validating: text, as: UTF8.self))
                position += 1
                return string
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw error("a control character in a string")
            default:
                text.append(bytes[position])
                position += 1
            }
        }
        throw error("unexpected end")
    }

    mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        guard position < bytes.count else { throw error("unexpected end") }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw error("an unknown escape in a string")
        }
    }

    /// Reads the four digits after `\u`, and the second half of a surrogate pair; stands on the last digit after it.
    mutating func unicodeEscape() throws(JSONSyntaxError) -> Character {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xd800..<0xdc00).contains(first), position + 2 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "\\"), bytes[position + 2] == UInt8(ascii: "u")
        else { throw error("half a surrogate pair") }
        position += 2
        let second = try fourDigits()
        guard (0xdc00..<0xe000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        else { throw error("half a surrogate pair") }
        return Character(scalar)
    }

    mutating func fourDigits() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 < bytes.count else { throw error("unexpected end") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            position += 1
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue, bytes[position] < 0x80 else {
                throw error("expected a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
