/// A Swift type with a PostgreSQL counterpart: it can be bound to a query and read from a column.
///
/// Values travel in PostgreSQL's binary format, big-endian. An enumeration with such a raw value conforms by saying so:
/// `enum Status: String, PostgresValue { … }`; without saying so it can still be bound and decoded.
package protocol PostgresValue: Sendable {
    /// The type a bound value is sent as.
    static var postgresType: PostgresType { get }
    /// Appends the value in binary format, without its length.
    func encode(into bytes: inout [UInt8])
    /// Reads the value of a column that is not NULL.
    static func decode(_ cell: Cell) throws(CellMismatch) -> Self

    /// The type an array of these values is sent as: `bytea` for bytes, the type's array for all others.
    static var postgresTypeOfArray: PostgresType { get }
    static func encode(array: [Self], into bytes: inout [UInt8])
    static func decode(array cell: Cell) throws(CellMismatch) -> [Self]
}

/// One field of one row: its type and its bytes, which are valid only while it is being decoded.
package struct Cell {
    let oid: UInt32
    let bytes: UnsafeRawBufferPointer

    func mismatch(_ wanted: any PostgresValue.Type) -> CellMismatch {
        CellMismatch("holds \(PostgresType.name(of: oid)), not \(wanted)")
    }

    /// The big-endian number at `offset`; a mismatch when the field is too short for it.
    func number<T: FixedWidthInteger>(_ type: T.Type = T.self, at offset: Int = 0) throws(CellMismatch) -> T {
        guard offset >= 0, bytes.count - offset >= MemoryLayout<T>.size else {
            throw CellMismatch("holds fewer bytes than its type has")
        }
        return T(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
    }
}

/// Why a field is not the wanted value; never tells the value itself.
package struct CellMismatch: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

extension [UInt8] {
    mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension PostgresValue where Self: RawRepresentable, RawValue: PostgresValue {
    package static var postgresType: PostgresType { RawValue.postgresType }
    package func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
    /// The case with the cell's raw value.
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else {
            throw CellMismatch("holds a value that is no \(Self.self)")
        }
        return value
    }
}
