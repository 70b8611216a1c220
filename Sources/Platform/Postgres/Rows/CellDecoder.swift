/// Decodes a `Decodable` that is one value, such as an enumeration or a parsed text, from one column.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let row: Row
    let column: Int32
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw row.failure("is one value, not an object", column)
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw row.failure("is one value, not a list", column)
    }

    func decodeNil() -> Bool { row.isNull(column) }
    func decode(_ type: Bool.Type) throws -> Bool { try row.scalar(Bool.self, column) }
    func decode(_ type: String.Type) throws -> String { try row.scalar(String.self, column) }
    func decode(_ type: Double.Type) throws -> Double { try row.scalar(Double.self, column) }
    func decode(_ type: Float.Type) throws -> Float { Float(try row.scalar(Double.self, column)) }
    func decode(_ type: Int.Type) throws -> Int { try row.scalar(Int.self, column) }
    func decode(_ type: Int8.Type) throws -> Int8 { try narrowed(row.scalar(Int64.self, column)) }
    func decode(_ type: Int16.Type) throws -> Int16 { try row.scalar(Int16.self, column) }
    func decode(_ type: Int32.Type) throws -> Int32 { try row.scalar(Int32.self, column) }
    func decode(_ type: Int64.Type) throws -> Int64 { try row.scalar(Int64.self, column) }
    func decode(_ type: UInt.Type) throws -> UInt { try narrowed(row.scalar(Int64.self, column)) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try narrowed(row.scalar(Int64.self, column)) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try narrowed(row.scalar(Int64.self, column)) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try narrowed(row.scalar(Int64.self, column)) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try narrowed(row.scalar(Int64.self, column)) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard T.self is any PostgresValue.Type else { return try T(from: self) }
        return try row.value(T.self, column)
    }

    private func narrowed<T: FixedWidthInteger>(_ value: Int64) throws(PostgresError) -> T {
        guard let narrowed = T(exactly: value) else { throw row.failure("holds a number that is too large", column) }
        return narrowed
    }
}
