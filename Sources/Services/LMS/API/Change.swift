/// What a PATCH says about a member that can be taken away: nothing, `null`, or a new value (RFC 7396).
package enum Change<Value: Codable & Sendable>: Codable, Sendable {
    case keep
    case remove
    case set(Value)

    /// The new value, when there is one.
    package var value: Value? { if case .set(let value) = self { value } else { nil } }
    /// Whether the member stays as it is.
    package var isKeep: Bool { if case .keep = self { true } else { false } }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .remove : .set(try container.decode(Value.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}

// Synthesized `Codable` of the requests here finds these before the general ones: absence is a value of the type.
extension KeyedDecodingContainer {
    func decode<Value>(_ type: Change<Value>.Type, forKey key: Key) throws -> Change<Value> {
        if let value = try decodeIfPresent(Value.self, forKey: key) { return .set(value) }
        return contains(key) ? .remove : .keep
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Value>(_ change: Change<Value>, forKey key: Key) throws {
        switch change {
        case .keep: break
        case .remove: try encodeNil(forKey: key)
        case .set(let value): try encode(value, forKey: key)
        }
    }
}
