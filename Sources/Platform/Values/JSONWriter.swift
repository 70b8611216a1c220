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
        try output.write(value, at: [])
        output.close(to: 0)
        return output.bytes
    }

    /// The JSON text of an object with `members` in front of the value's own: the envelope of a dialect.
    package func bytes(_ value: some Encodable, prefixedBy members: StaticString) throws -> [UInt8] {
        var bytes = try bytes(value)
        guard bytes.first == UInt8(ascii: "{") else { return bytes }
        let prefix = members.withUTF8Buffer { Array($0) }
        bytes.insert(contentsOf: bytes.count == 2 ? prefix : prefix + [UInt8(ascii: ",")], at: 1)
        return bytes
    }
}

/// The bytes written so far and the containers still open; each container knows how deep it is and closes deeper ones.
private final class JSONOutput {
    let style: KeyStyle
    var bytes: [UInt8] = []
    /// The closing bracket of every open container, and whether it has an element yet.
    private var open: [(end: UInt8, isEmpty: Bool)] = []

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

    func name(_ key: some CodingKey, in depth: Int) {
        element(in: depth)
        bytes.append(UInt8(ascii: "\""))
        if key is any VerbatimKey {
            escaped(key.stringValue)
        } else {
            style.write(key.stringValue, into: &bytes)
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    func write<T: Encodable>(_ value: T, at path: [any CodingKey]) throws {
        switch value {
        case let text as String: string(text)
        case let integer as Int: raw(integer.description)
        case let bool as Bool: raw(bool ? "true" : "false")
        case let double as Double: try self.double(double, at: path)
        case let date as Date:
            bytes.append(UInt8(ascii: "\""))
            Timestamp.write(date, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case let uuid as UUID: string(uuid.uuidString.lowercased())
        case let decimal as Decimal: try self.decimal(decimal, at: path)
        case let url as URL: string(url.absoluteString)
        case let map as any StringKeyed: try dictionary(map, at: path)
        default:
            let depth = depth
            let start = bytes.count
            try value.encode(to: JSONValueEncoder(output: self, codingPath: path))
            close(to: depth)
            if bytes.count == start { raw("{}") }
        }
    }

    private func dictionary(_ map: any StringKeyed, at path: [any CodingKey]) throws {
        let depth = begin("{", "}")
        for (key, value) in map.sortedMembers {
            name(AnyKey(key), in: depth)
            try write(value, at: path + [AnyKey(key)])
        }
        close(to: depth - 1)
    }

    func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    func double(_ double: Double, at path: [any CodingKey]) throws {
        guard double.isFinite else {
            throw EncodingError.invalidValue(double, .init(codingPath: path, debugDescription: "not a JSON number"))
        }
        if let integer = Int(exactly: double) { raw(integer.description) } else { raw(double.description) }
    }

    private func decimal(_ decimal: Decimal, at path: [any CodingKey]) throws {
        guard decimal.isFinite else {
            throw EncodingError.invalidValue(decimal, .init(codingPath: path, debugDescription: "not a JSON number"))
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
            bytes.append(contentsOf: Array("0123456789abcdef".utf8)[Int(byte >> 4)...Int(byte >> 4)])
            bytes.append(contentsOf: Array("0123456789abcdef".utf8)[Int(byte & 15)...Int(byte & 15)])
        }
    }
}

private struct JSONValueEncoder: Encoder {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    /// How many containers were open before the value's own.
    private let surrounding: Int
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(output: JSONOutput, codingPath: [any CodingKey]) {
        (self.output, self.codingPath, surrounding) = (output, codingPath, output.depth)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Members<Key>(output: output, codingPath: codingPath, depth: begin("{", "}")))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        Elements(output: output, codingPath: codingPath, depth: begin("[", "]"))
    }

    /// A value that writes another one into its own encoder asks twice for a container; both are the same one.
    private func begin(_ start: Character, _ end: Character) -> Int {
        output.depth > surrounding ? surrounding + 1 : output.begin(start, end)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output, codingPath: codingPath) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let output: JSONOutput
    let codingPath: [any CodingKey]
    let depth: Int

    func encodeNil(forKey key: Key) {
        output.name(key, in: depth)
        output.raw("null")
    }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        output.name(key, in: depth)
        try output.write(value, at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        output.name(key, in: depth)
        return JSONValueEncoder(output: output, codingPath: codingPath + [key]).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        output.name(key, in: depth)
        return JSONValueEncoder(output: output, codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { nested(AnyKey("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: some CodingKey) -> any Encoder {
        output.name(key, in: depth)
        return JSONValueEncoder(output: output, codingPath: codingPath + [key])
    }
}

private struct Elements: UnkeyedEncodingContainer {
    let output: JSONOutput
    let codingPath: [any CodingKey]
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
        try output.write(value, at: codingPath + [key])
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
        JSONValueEncoder(output: output, codingPath: codingPath + [next()]).container(keyedBy: Nested.self)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONValueEncoder(output: output, codingPath: codingPath + [next()]).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        JSONValueEncoder(output: output, codingPath: codingPath + [next()])
    }
}

private struct Single: SingleValueEncodingContainer {
    let output: JSONOutput
    let codingPath: [any CodingKey]

    func encodeNil() { output.raw("null") }
    func encode(_ value: Bool) { output.raw(value ? "true" : "false") }
    func encode(_ value: String) { output.string(value) }
    func encode(_ value: Double) throws { try output.double(value, at: codingPath) }
    func encode(_ value: Float) throws { try output.double(Double(value), at: codingPath) }
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
    func encode<T: Encodable>(_ value: T) throws { try output.write(value, at: codingPath) }
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
