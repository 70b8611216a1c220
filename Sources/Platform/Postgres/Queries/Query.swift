package import Values

/// SQL whose interpolations bind: `"select … where id = \(id)"` sends `$1` and, apart from it, the value.
///
/// There is no way to splice text into SQL; `\(identifier: name)` quotes a name. A value's type is its Swift type's
/// counterpart: where SQL wants another (an `integer` argument for an `Int`), cast it: `\(days)::integer`.
package struct Query: ExpressibleByStringInterpolation, Sendable {
    /// The statement with its placeholders; holds no value.
    package let sql: String
    package let bindings: Bindings

    package init(stringLiteral sql: String) {
        (self.sql, bindings) = (sql, Bindings())
    }

    package init(stringInterpolation: StringInterpolation) {
        (sql, bindings) = (stringInterpolation.sql, stringInterpolation.bindings)
    }

    /// Collects SQL and values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = ""
        fileprivate var bindings = Bindings()

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        package mutating func appendLiteral(_ literal: String) { sql += literal }

        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value) { bind(value) }

        /// `nil` is NULL.
        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) { bind(value) }

        /// An enumeration is its raw value.
        @_disfavoredOverload
        package mutating func appendInterpolation<Value: RawRepresentable>(
            _ value: Value?
        ) where Value.RawValue: PostgresValue { bind(value?.rawValue) }

        /// An e-mail address, a phone number, a title: its text.
        @_disfavoredOverload
        package mutating func appendInterpolation(_ value: (some TextValue)?) { bind(value?.text) }

        /// Any value as a JSON document (`jsonb`) with snake_case names; `nil` is NULL.
        package mutating func appendInterpolation(json value: (some Encodable)?) throws {
            bind(try value.map { JSONText(try JSONWriter().bytes($0)) })
        }

        /// A name of a table, column or role, quoted.
        package mutating func appendInterpolation(identifier name: String) { sql += Query.quoted(name) }

        private mutating func bind<Value: PostgresValue>(_ value: Value?) {
            bindings.append(value)
            sql += "$"
            sql += String(bindings.count)
        }
    }

    /// A name as SQL writes it; a NUL, which no name has, ends it.
    static func quoted(_ name: String) -> String {
        var text = "\""
        for character in name.unicodeScalars.prefix(while: { $0 != "\0" }) {
            if character == "\"" { text += "\"" }
            text.unicodeScalars.append(character)
        }
        return text + "\""
    }
}
