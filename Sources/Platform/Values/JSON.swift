/// A JSON document (RFC 8259) as a value.
///
/// Objects keep the order of their members, so that what is written is what was read.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// The member of that name, when this is an object that has one.
    package subscript(_ name: String) -> JSON? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// The element at that index, when this is an array that long.
    package subscript(_ index: Int) -> JSON? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// The text, when this is a string.
    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The whole number, when this is one.
    package var integer: Int? {
        switch self {
        case .integer(let integer): integer
        case .number(let double): Int(exactly: double)
        default: nil
        }
    }

    /// The number, when this is one.
    package var double: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let double): double
        default: nil
        }
    }

    /// The truth value, when this is one.
    package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

    /// The elements, when this is an array.
    package var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members, when this is an object.
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
}

/// The members of a JSON object, each name once. They keep their order, but equal objects may differ in it (RFC 8259
/// §4).
package struct JSONObject: Sendable {
    package private(set) var members: [Member]

    /// One name and its value.
    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSON
    }

    package init() { members = [] }

    /// For members whose names are already known to differ.
    init(unique members: [Member]) { self.members = members }

    /// The value of the member of that name; setting `nil` removes it.
    package subscript(_ name: String) -> JSON? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        if left.members == right.members { return true }
        return left.members.count == right.members.count && left.byName == right.byName
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(byName) }

    private var byName: [String: JSON] {
        Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (name, value) in elements { object[name] = value }
        self = .object(object)
    }
}

extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONValueDecoder {
            self = decoder.json
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let double = try? container.decode(Double.self) {
            self = .number(double)
        } else if let string = try? container.decode(String.self) {
            self = .string(string)
        } else if let array = try? container.decode([JSON].self) {
            self = .array(array)
        } else {
            let members = try container.decode([String: JSON].self)
            self = .object(
                JSONObject(unique: members.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let double): try container.encode(double)
        case .string(let string): try container.encode(string)
        case .array(let elements): try container.encode(elements)
        case .object(let object):
            var members = encoder.container(keyedBy: AnyKey.self)
            for member in object.members { try members.encode(member.value, forKey: AnyKey(member.name)) }
        }
    }
}

/// A coding key whose name stands as it is, whatever the style of the surrounding document.
struct AnyKey: CodingKey, VerbatimKey {
    let stringValue: String
    let intValue: Int?
    init(_ name: String) { (stringValue, intValue) = (name, nil) }
    init(index: Int) { (stringValue, intValue) = (String(index), index) }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(index: intValue) }
}

/// A coding key that is never converted to another style: names inside somebody's own JSON object, or an older
/// spelling that clients still read beside the new one.
package protocol VerbatimKey {}
