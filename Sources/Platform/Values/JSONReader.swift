import FoundationEssentials

/// Decodes values from JSON, with errors that name the field.
package struct JSONReader: Sendable {
    /// How names stand in the document; camelCase is understood as well where snake_case is expected, because the
    /// platform's older documents write it.
    private let style: KeyStyle

    package init(style: KeyStyle = .snakeCase) { self.style = style }

    /// The value in a JSON text. Errors are `JSONSyntaxError` or `InvalidValue`.
    package func value<T: Decodable>(_ type: T.Type = T.self, from bytes: some Collection<UInt8>) throws -> T {
        try value(T.self, from: JSON(parsing: bytes))
    }

    /// The value in a JSON document.
    package func value<T: Decodable>(_ type: T.Type = T.self, from json: JSON) throws -> T {
        try JSONValueDecoder(json: json, style: style, isText: false).decode(T.self)
    }

    /// The value whose members stand partly in an object and partly in a URL, where everything is text; the URL wins.
    /// With `refusingUnknown`, a member of the object that the type never asks for is an error that names it.
    package func value<T: Decodable>(
        _ type: T.Type = T.self,
        from object: JSONObject,
        url: JSONObject,
        refusingUnknown: Bool
    ) throws -> T {
        let asked = refusingUnknown ? AskedNames() : nil
        let decoder = JSONValueDecoder(
            json: .object(object),
            style: style,
            isText: false,
            url: url,
            asked: asked
        )
        let value = try decoder.decode(T.self)
        if let asked, let unknown = object.members.first(where: { !asked.names.contains($0.name) }) {
            let name = String(unknown.name.prefix(64)).filter { $0.isASCII && !$0.isNewline }
            throw InvalidValue("is not a field of this request", path: [name])
        }
        return value
    }
}

/// Which names of an object a type asked for while it decoded itself.
final class AskedNames {
    var names: Set<String> = []
}

/// Decodes one JSON value.
struct JSONValueDecoder: Decoder {
    let json: JSON
    let style: KeyStyle
    let isText: Bool
    /// Where it stands: in what, and under which name there. Put together for those who ask: as a rule, for errors.
    var parentPath: [any CodingKey] = []
    var key: AnyKey?
    /// Members that came with the URL; only at the top of a request.
    var url: JSONObject?
    var asked: AskedNames?
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    var codingPath: [any CodingKey] { key.map { parentPath + [$0] } ?? parentPath }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = json else { throw InvalidValue("must be an object", at: codingPath) }
        return KeyedDecodingContainer(MembersReader<Key>(object: object, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = json else { throw InvalidValue("must be a list", at: codingPath) }
        return ElementsReader(elements: elements, decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleReader(decoder: self) }

    func nested(_ json: JSON, _ key: AnyKey) -> JSONValueDecoder {
        let isText = isText || url?[key.stringValue] != nil
        return JSONValueDecoder(json: json, style: style, isText: isText, parentPath: codingPath, key: key)
    }

    /// The same, with its path put together: for one whose members are many.
    var rooted: JSONValueDecoder {
        var decoder = self
        (decoder.parentPath, decoder.key) = (codingPath, nil)
        return decoder
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        // Which type it is, is asked by identity: a cast asks the runtime, and every field of every request comes by.
        let value: Any? =
            if type == String.self {
                try text()
            } else if type == Int.self {
                try integer()
            } else if type == Bool.self {
                try bool()
            } else if type == Double.self {
                try double()
            } else if type == Date.self {
                try parsed(Timestamp.date, "must be a date and time such as 2026-11-21T09:30:00Z")
            } else if type == UUID.self {
                try parsed({ UUID(hexadecimal: $0) }, "must be a UUID")
            } else if type == Decimal.self {
                try decimal()
            } else if type == URL.self {
                try parsed({ URL(string: $0) }, "must be an address")
            } else if type == JSON.self {
                json
            } else if let map = type as? any TextKeyed.Type {
                try map.read(from: self)
            } else {
                nil
            }
        if let value, let value = value as? T { return value }
        do {
            return try T(from: self)
        } catch let error as DecodingError {
            throw InvalidValue(error, type)
        }
    }

    func text() throws -> String {
        guard case .string(let text) = json else { throw InvalidValue("must be a text", at: codingPath) }
        // PostgreSQL cannot hold it, and no form field has it on purpose.
        guard !text.utf8.contains(0) else { throw InvalidValue("must not contain a NUL character", at: codingPath) }
        return text
    }

    private func parsed<T>(_ parse: (String) -> T?, _ message: String) throws -> T {
        guard case .string(let text) = json, let value = parse(text) else {
            throw InvalidValue(message, at: codingPath)
        }
        return value
    }

    func integer() throws -> Int {
        if isText, case .string(let text) = json, let integer = Int(text), text.first != "+" { return integer }
        guard let integer = json.integer else { throw InvalidValue("must be a whole number", at: codingPath) }
        return integer
    }

    func double() throws -> Double {
        if isText, case .string(let text) = json, let double = Double(text), double.isFinite { return double }
        guard let double = json.double else { throw InvalidValue("must be a number", at: codingPath) }
        return double
    }

    /// By way of the shortest digits that name the number: 19.99 as a double is not quite 19.99, and would stay so.
    private func decimal() throws -> Decimal {
        guard let decimal = Decimal(string: try double().description) else {
            throw InvalidValue("must be a number", at: codingPath)
        }
        return decimal
    }

    func bool() throws -> Bool {
        switch json {
        case .bool(let bool): return bool
        case .string("true") where isText: return true
        case .string("false") where isText: return false
        default: throw InvalidValue("must be true or false", at: codingPath)
        }
    }
}

/// A dictionary with text keys: its names are somebody's own and stand as they are.
private protocol TextKeyed {
    static func read(from decoder: JSONValueDecoder) throws -> Any
}

extension Dictionary: TextKeyed where Key == String, Value: Decodable {
    fileprivate static func read(from decoder: JSONValueDecoder) throws -> Any {
        guard case .object(let object) = decoder.json else {
            throw InvalidValue("must be an object", at: decoder.codingPath)
        }
        var map: Self = [:]
        map.reserveCapacity(object.members.count)
        for member in object.members {
            map[member.name] = try decoder.nested(member.value, AnyKey(member.name)).decode(Value.self)
        }
        return map
    }
}

extension InvalidValue {
    /// What a type's own `init(from:)` said, in our words.
    fileprivate init(_ error: DecodingError, _ type: any Decodable.Type) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init("is required", at: context.codingPath + [key])
        case .valueNotFound(_, let context): self.init("is required", at: context.codingPath)
        case .dataCorrupted(let context):
            let choices = (type as? any CaseIterable.Type)?.wireValues
            self.init(choices.map { "must be one of \($0)" } ?? "is not valid", at: context.codingPath)
        case .typeMismatch(_, let context): self.init("is of the wrong type", at: context.codingPath)
        @unknown default: self.init("is not valid")
        }
    }
}

extension CaseIterable {
    /// The raw values of an enumeration of texts, as an enumeration in English: `active, archived`.
    fileprivate static var wireValues: String? {
        let values = allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

private struct MembersReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSONObject
    let decoder: JSONValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.name) } }

    private let isVerbatim = Key.self is any VerbatimKey.Type

    init(object: JSONObject, decoder: JSONValueDecoder) { (self.object, self.decoder) = (object, decoder.rooted) }

    private func wireName(_ key: Key) -> String {
        isVerbatim ? key.stringValue : decoder.style.wireName(key.stringValue)
    }

    /// The member's value, or a JSON null where there is none.
    private func nested(_ key: Key) throws -> JSONValueDecoder {
        let (value, name) = try member(key)
        return decoder.nested(value ?? .null, AnyKey(name))
    }

    /// The member's value, and the name it has in the document.
    private func member(_ key: Key) throws -> (value: JSON?, name: String) {
        let name = wireName(key)
        decoder.asked?.names.insert(name)
        if let value = decoder.url?[name] { return (value, name) }
        let value = object[name]
        guard decoder.style == .snakeCase, name != key.stringValue || name.utf8.contains(UInt8(ascii: "_")) else {
            return (value, name)
        }
        let alias = KeyStyle.camelCase.wireName(key.stringValue)
        guard alias != name else { return (value, name) }
        decoder.asked?.names.insert(alias)
        guard let other = object[alias] else { return (value, name) }
        guard value == nil else {
            throw InvalidValue("stands twice, once as \(alias)", at: codingPath + [AnyKey(name)])
        }
        return (other, alias)
    }

    func contains(_ key: Key) -> Bool { (try? member(key).value) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try nested(key).json == .null }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        let (found, name) = try member(key)
        guard let value = found else {
            throw InvalidValue("is required", at: codingPath + [AnyKey(name)])
        }
        return try decoder.nested(value, AnyKey(name)).decode(T.self)
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        let (found, name) = try member(key)
        guard let value = found, value != .null else { return nil }
        return try decoder.nested(value, AnyKey(name)).decode(T.self)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder.nested(object["super"] ?? .null, AnyKey("super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }
}

private struct ElementsReader: UnkeyedDecodingContainer {
    let elements: [JSON]
    let decoder: JSONValueDecoder
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [JSON], decoder: JSONValueDecoder) {
        self.elements = elements
        self.decoder = decoder.rooted
    }

    private func current() throws -> JSONValueDecoder {
        guard !isAtEnd else { throw InvalidValue("has too few elements", at: codingPath) }
        return decoder.nested(elements[currentIndex], AnyKey(index: currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
        guard try current().json == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try current().decode(T.self)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: Nested.self)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try current()
        currentIndex += 1
        return decoder
    }
}

private struct SingleReader: SingleValueDecodingContainer {
    let decoder: JSONValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.json == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.double() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decoder.double()) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer() }
    func decode<T: Decodable & FixedWidthInteger>(_ type: T.Type) throws -> T {
        guard let integer = T(exactly: try decoder.integer()) else {
            throw InvalidValue("must be between \(T.min) and \(T.max)", at: codingPath)
        }
        return integer
    }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}
