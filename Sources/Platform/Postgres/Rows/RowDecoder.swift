/// Decodes a `Decodable` from a row: its properties from the columns of their names.
struct RowDecoder: Decoder {
    let row: Row
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowFields<Key>(row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw row.failure("a row is not a list", column: nil)
    }

    /// A type that is one value, such as an enumeration: the first column.
    func singleValueContainer() throws -> any SingleValueDecodingContainer { CellDecoder(row: row, column: 0) }
}

/// The columns of a row by property.
private final class RowFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: Row
    /// Where the layout is expected to know the next key.
    var hint = 0
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { row.layout.columns.compactMap { Key(stringValue: $0.name) } }

    init(row: Row) { self.row = row }

    private func column(_ key: Key) throws(PostgresError) -> Int32 {
        let name = key.stringValue
        guard let column = row.layout.column(name, hint: &hint) else {
            throw row.failure("the result has no column for \(name)", column: name)
        }
        return column
    }

    /// The column, unless there is none or it is NULL.
    private func present(_ key: Key) -> Int32? {
        guard let column = row.layout.column(key.stringValue, hint: &hint), !row.isNull(column) else { return nil }
        return column
    }

    func contains(_ key: Key) -> Bool { row.layout.column(key.stringValue, hint: &hint) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { row.isNull(try column(key)) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try row.scalar(Bool.self, column(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try row.scalar(String.self, column(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try row.scalar(Double.self, column(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try row.scalar(Int.self, column(key)) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try row.value(T.self, column(key)) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try present(key).map { try row.scalar(Bool.self, $0) }
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try row.scalar(String.self, $0) }
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try present(key).map { try row.scalar(Double.self, $0) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try row.scalar(Int.self, $0) }
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try row.value(T.self, $0) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw unsupported(key) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw unsupported(key) }
    /// A property whose type decodes itself from parts of the same row.
    func superDecoder() throws -> any Decoder { RowDecoder(row: row) }
    func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(row: row, column: try column(key)) }

    private func unsupported(_ key: Key) -> PostgresError {
        row.failure("column \(key.stringValue) is one value, not a container", column: key.stringValue)
    }
}
