import FoundationEssentials

/// Learns the JSON Schema of a `Decodable` type by letting it decode itself from a recorder.
///
/// Works for what synthesized `Codable` makes: structs, optionals, arrays, dictionaries with text keys, enumerations of
/// texts, and leaves that describe themselves (`SchemaDescribing`). There is no second description to keep true.
package enum SchemaReader {
    /// The schema of a type as it stands on the wire in that style.
    package static func schema(of type: any Decodable.Type, style: KeyStyle = .snakeCase) throws -> JSON {
        let recorder = Recorder(style: style, depth: 0)
        _ = try recorder.decode(type)
        return recorder.schema
    }
}

private final class Recorder: Decoder {
    let style: KeyStyle
    let depth: Int
    var schema: JSON = ["type": "object"]
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(style: KeyStyle, depth: Int) {
        self.style = style
        self.depth = depth
    }

    /// A plausible value of the type; its schema is left in `schema`.
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard depth < 24 else { throw InvalidValue("nests too deeply to be described") }
        let known: (JSON, Any)? =
            switch type {
            case let describing as any SchemaDescribing.Type: (describing.schema, describing.example)
            case is String.Type: (["type": "string"], "text")
            case is Bool.Type: (["type": "boolean"], true)
            case is Int.Type: (["type": "integer"], 1)
            case is Double.Type: (["type": "number"], 1.5)
            case is Float.Type: (["type": "number"], Float(1.5))
            case let integers as any FixedWidthInteger.Type: (["type": "integer"], integers.init(clamping: 1))
            case is Date.Type: (["type": "string", "format": "date-time"], Date(timeIntervalSince1970: 1_795_000_000))
            case is UUID.Type: (["type": "string", "format": "uuid"], UUID.version7())
            case is Decimal.Type: (["type": "number"], Decimal(1))
            case is URL.Type: URL(string: "https://example.com").map { (["type": "string", "format": "uri"], $0) }
            case is JSON.Type: ([:], JSON.object(JSONObject()))
            case let map as any TextKeyed.Type: try map.described(by: nested())
            case let choices as any CaseIterable.Type: choices.described
            default: nil
            }
        if let known, let value = known.1 as? T {
            schema = known.0
            return value
        }
        return try T(from: self)
    }

    func nested() -> Recorder { Recorder(style: style, depth: depth + 1) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(MembersRecorder<Key>(recorder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        schema = ["type": "array", "items": [:]]
        return ElementsRecorder(recorder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleRecorder(recorder: self) }

    func record(_ name: String, _ property: JSON, isRequired: Bool) {
        var object = schema.object ?? JSONObject()
        var properties = object["properties"]?.object ?? JSONObject()
        properties[name] = property
        object["properties"] = .object(properties)
        if isRequired {
            object["required"] = .array((object["required"]?.array ?? []) + [.string(name)])
        }
        schema = .object(object)
    }
}

/// A dictionary with text keys: any names, values of one type.
private protocol TextKeyed {
    static func described(by recorder: Recorder) throws -> (JSON, Any)
}

extension Dictionary: TextKeyed where Key == String, Value: Decodable {
    fileprivate static func described(by recorder: Recorder) throws -> (JSON, Any) {
        let value = try recorder.decode(Value.self)
        return (["type": "object", "additionalProperties": recorder.schema], ["key": value])
    }
}

extension CaseIterable {
    fileprivate static var described: (JSON, Any)? {
        guard let first = allCases.first else { return nil }
        let values = allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return values.isEmpty ? nil : (["type": "string", "enum": .array(values.map(JSON.string))], first)
    }
}

private struct MembersRecorder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try value(type, forKey: key, isRequired: true)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try value(type, forKey: key, isRequired: false)
    }

    // The standard library's own versions for these types ask `decode`, which is for members that are required.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type, key) }

    private func optional<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T {
        try value(type, forKey: key, isRequired: false)
    }

    private func value<T: Decodable>(_ type: T.Type, forKey key: Key, isRequired: Bool) throws -> T {
        let nested = recorder.nested()
        let value = try nested.decode(type)
        let name = key is any VerbatimKey ? key.stringValue : recorder.style.wireName(key.stringValue)
        recorder.record(name, nested.schema, isRequired: isRequired)
        return value
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
        recorder.nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        recorder.nested().unkeyedContainer()
    }
    func superDecoder() -> any Decoder { recorder.nested() }
    func superDecoder(forKey key: Key) -> any Decoder { recorder.nested() }
}

private struct ElementsRecorder: UnkeyedDecodingContainer {
    let recorder: Recorder
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }

    init(recorder: Recorder) { self.recorder = recorder }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        let nested = recorder.nested()
        let value = try nested.decode(type)
        recorder.schema = ["type": "array", "items": nested.schema]
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedDecodingContainer<Nested> {
        currentIndex += 1
        return recorder.nested().container(keyedBy: Nested.self)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return recorder.nested().unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder { recorder.nested() }
}

private struct SingleRecorder: SingleValueDecodingContainer {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try recorder.decode(type) }
}
