import FoundationEssentials

/// Encodes values as JSON text, straight into bytes.
///
/// Absent optionals are omitted (synthesized `Codable` does that), instants are RFC 3339 with `Z`, decimals are
/// numbers. Foundation's encoder builds a tree first; answers of 200 small objects are what a busy server spends its
/// time on.
package struct JSONWriter: Sendable {
    private let style: KeyStyle

    package init(style: KeyStyle = .snakeCase) { self.style = style }

    /// The JSON text of a value.
    package func bytes(_ value: some Encodable) throws -> [UInt8] {
        let output = JSONOutput(style: style)
        try output.write(value, at: .root)
        output.close(to: 0)
        return output.bytes
    }

    /// The JSON text of an object with `members` in front of the value's own: the envelope of a dialect.
    package func bytes(_ value: some Encodable, prefixedBy members: StaticString) throws -> [UInt8] {
        var bytes = try bytes(value)
        guard bytes.first == UInt8(ascii: "{"), members.utf8CodeUnitCount > 0 else { return bytes }
        let prefix = members.withUTF8Buffer { Array($0) }
        bytes.insert(contentsOf: bytes.count == 2 ? prefix : prefix + [UInt8(ascii: ",")], at: 1)
        return bytes
    }
}

/// The bytes written so far and the containers still open; each container knows how deep it is and closes deeper ones.
///
/// One value is written at a time by one task, and no method hands a property on while it is being changed, so the
/// checks for overlapping accesses, a twentieth of the work of an answer, are left out.
private final class JSONOutput {
    let style: KeyStyle
    @exclusivity(unchecked) var bytes: [UInt8] = []
    /// The closing bracket of every open container, and whether it has an element yet.
    @exclusivity(unchecked) private var open: [(end: UInt8, isEmpty: Bool)] = []

    init(style: KeyStyle) {
        self.style = style
        bytes.reserveCapacity(512)
    }

    var depth: Int { open.count }

    func begin(_ start: Character, _ end: Character) -> Int {
        bytes.append(start.asciiValue ?? 0)
        open.append((end.asciiValue ?? 0, true))
        return open.count
    }

    func close(to depth: Int) {
        while open.count > depth { bytes.append(open.removeLast().end) }
    }

    /// Begins the next element of the container at `depth`.
    func element(in depth: Int) {
        close(to: depth)
        if open[depth - 1].isEmpty { open[depth - 1].isEmpty = false } else { bytes.append(UInt8(ascii: ",")) }
    }

    /// `isVerbatim`: whether the key's type is a `VerbatimKey`, which a container asks once for all its members.
    func name(_ key: some CodingKey, isVerbatim: Bool, in depth: Int) {
        element(in: depth)
        bytes.append(UInt8(ascii: "\""))
        if isVerbatim {
            escaped(key.stringValue)
        } else {
            style.write(key.stringValue, into: &bytes)
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    func write<T: Encodable>(_ value: T, at path: WritingPath) throws {
        // Types are compared before they are cast: a cast that fails costs more than writing most values.
        if T.self == String.self, let text = value as? String {
            string(text)
        } else if T.self == Int.self, let integer = value as? Int {
            raw(integer.description)
        } else if T.self == Bool.self, let bool = value as? Bool {
            raw(bool ? "true" : "false")
        } else if T.self == Double.self, let double = value as? Double {
            try self.double(double, at: path)
        } else if T.self == JSON.self, let json = value as? JSON {
            try self.json(json, at: path)
        } else if T.self == Date.self, let date = value as? Date {
            bytes.append(UInt8(ascii: "\""))
            Timestamp.write(date, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        } else if T.self == UUID.self, let uuid = value as? UUID {
            string(uuid.lowercased)
        } else if T.self == Decimal.self, let decimal = value as? Decimal {
            try self.decimal(decimal, at: path)
        } else if T.self == URL.self, let url = value as? URL {
            string(url.absoluteString)
        } else if let map = value as? any StringKeyed {
            try dictionary(map, at: path)
        } else {
            let depth = depth
            let start = bytes.count
            try value.encode(to: JSONValueEncoder(output: self, path: path))
            close(to: depth)
            if bytes.count == start { raw("{}") }
        }
    }

    /// A document as it is: most answers that are streamed are many of them, and small.
    private func json(_ json: JSON, at path: WritingPath) throws {
        switch json {
        case .null: raw("null")
        case .bool(let bool): raw(bool ? "true" : "false")
        case .integer(let integer): raw(integer.description)
        case .number(let double): try self.double(double, at: path)
        case .string(let text): string(text)
        case .array(let elements):
            let depth = begin("[", "]")
            for element in elements {
                self.element(in: depth)
                try self.json(element, at: path)
            }
            close(to: depth - 1)
        case .object(let object):
            let depth = begin("{", "}")
            for member in object.members {
                element(in: depth)
                string(member.name)
                bytes.append(UInt8(ascii: ":"))
                try self.json(member.value, at: path)
            }
            close(to: depth - 1)
        }
    }

    private func dictionary(_ map: any StringKeyed, at path: WritingPath) throws {
        let depth = begin("{", "}")
        for (key, value) in map.sortedMembers {
            name(AnyKey(key), isVerbatim: true, in: depth)
            try write(value, at: .member(of: path, AnyKey(key)))
        }
        close(to: depth - 1)
    }

    func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    func double(_ double: Double, at path: WritingPath) throws {
        guard double.isFinite else {
            throw EncodingError.invalidValue(
                double,
                .init(codingPath: path.keys, debugDescription: "not a JSON number")
            )
        }
        if let integer = Int(exactly: double) { raw(integer.description) } else { raw(double.description) }
    }

    private func decimal(_ decimal: Decimal, at path: WritingPath) throws {
        guard decimal.isFinite else {
            throw EncodingError.invalidValue(
                decimal,
                .init(codingPath: path.keys, debugDescription: "not a JSON number")
            )
        }
        raw(decimal.description)
    }

    func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        escaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    private func escaped(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var clean = 0
            for index in utf8.indices where utf8[index] < 0x20 || utf8[index] == 0x22 || utf8[index] == 0x5c {
                bytes.append(contentsOf: utf8[clean..<index])
                clean = index + 1
                escape(utf8[index])
            }
            bytes.append(contentsOf: utf8[clean...])
        }
    }

    private func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5c: raw("\\\\")
        case 0x0a: raw("\\n")
        case 0x0d: raw("\\r")
        case 0x09: raw("\\t")
        default:
            raw("\\u00")
            bytes.append((byte >> 4).hexadecimalDigit)
            bytes.append((byte & 15).hexadecimalDigit)
        }
    }
}

/// Where a value stands. Only errors ask for the keys, so they are not put into an array for every value.
private indirect enum WritingPath {
    case root
    case member(of: WritingPath, any CodingKey)

    var keys: [any CodingKey] {
        switch self {
        case .root: []
        case .member(let parent, let key): parent.keys + [key]
        }
    }
}

private struct JSONValueEncoder: Encoder {
    let output: JSONOutput
    let path: WritingPath
    var codingPath: [any CodingKey] { path.keys }
    /// How many containers were open before the value's own.
    private let surrounding: Int
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(output: JSONOutput, path: WritingPath) {
        (self.output, self.path, surrounding) = (output, path, output.depth)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Members<Key>(output: output, path: path, depth: begin("{", "}")))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        Elements(output: output, path: path, depth: begin("[", "]"))
    }

    /// A value that writes another one into its own encoder asks twice for a container; both are the same one.
    private func begin(_ start: Character, _ end: Character) -> Int {
        output.depth > surrounding ? surrounding + 1 : output.begin(start, end)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output, path: path) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: JSONOutput
    let path: WritingPath
    private let isVerbatim = Key.self is any VerbatimKey.Type
    var codingPath: [any CodingKey] { path.keys }
    let depth: Int

    func encodeNil(forKey key: Key) {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        output.raw("null")
    }

    func encode(_ value: String, forKey key: Key) {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        output.string(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        output.raw(value.description)
    }

    func encode(_ value: Bool, forKey key: Key) {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        output.raw(value ? "true" : "false")
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        try output.write(value, at: .member(of: path, key))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        return JSONValueEncoder(output: output, path: .member(of: path, key)).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        output.name(key, isVerbatim: isVerbatim, in: depth)
        return JSONValueEncoder(output: output, path: .member(of: path, key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nested(AnyKey("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested<Nested: CodingKey>(_ key: Nested) -> any Encoder {
        output.name(key, isVerbatim: Nested.self is any VerbatimKey.Type, in: depth)
        return JSONValueEncoder(output: output, path: .member(of: path, key))
    }
}

private struct Elements: UnkeyedEncodingContainer {
    let output: JSONOutput
    let path: WritingPath
    var codingPath: [any CodingKey] { path.keys }
    let depth: Int
    private(set) var count = 0

    private mutating func next() -> AnyKey {
        output.element(in: depth)
        defer { count += 1 }
        return AnyKey(index: count)
    }

    mutating func encodeNil() {
        _ = next()
        output.raw("null")
    }

    mutating func encode<T: Encodable>(_ value: T) throws {
        let key = next()
        try output.write(value, at: .member(of: path, key))
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        JSONValueEncoder(output: output, path: .member(of: path, next())).container(keyedBy: Nested.self)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONValueEncoder(output: output, path: .member(of: path, next())).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        JSONValueEncoder(output: output, path: .member(of: path, next()))
    }
}

private struct Single: SingleValueEncodingContainer {
    let output: JSONOutput
    let path: WritingPath
    var codingPath: [any CodingKey] { path.keys }

    func encodeNil() { output.raw("null") }
    func encode(_ value: Bool) { output.raw(value ? "true" : "false") }
    func encode(_ value: String) { output.string(value) }
    func encode(_ value: Double) throws { try output.double(value, at: path) }
    func encode(_ value: Float) throws { try output.double(Double(value), at: path) }
    func encode(_ value: Int) { output.raw(value.description) }
    func encode(_ value: Int8) { output.raw(value.description) }
    func encode(_ value: Int16) { output.raw(value.description) }
    func encode(_ value: Int32) { output.raw(value.description) }
    func encode(_ value: Int64) { output.raw(value.description) }
    func encode(_ value: UInt) { output.raw(value.description) }
    func encode(_ value: UInt8) { output.raw(value.description) }
    func encode(_ value: UInt16) { output.raw(value.description) }
    func encode(_ value: UInt32) { output.raw(value.description) }
    func encode(_ value: UInt64) { output.raw(value.description) }
    func encode<T: Encodable>(_ value: T) throws { try output.write(value, at: path) }
}

/// A dictionary with text keys, whatever its values: written as an object whose names stand as they are.
private protocol StringKeyed {
    var sortedMembers: [(String, any Encodable)] { get }
}

extension Dictionary: StringKeyed where Key == String, Value: Encodable {
    fileprivate var sortedMembers: [(String, any Encodable)] {
        sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
