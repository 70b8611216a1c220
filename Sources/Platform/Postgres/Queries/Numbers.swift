extension Bool: PostgresValue {
    package static var postgresType: PostgresType { .bool }
    package func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Bool {
        guard cell.oid == PostgresType.bool.oid else { throw cell.mismatch(Self.self) }
        return try cell.number(UInt8.self) != 0
    }
}

extension PostgresValue where Self: FixedWidthInteger {
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }

    /// Accepts every integer type, and `numeric` (what `sum(bigint)` gives) when it is a whole number, that fits.
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Self {
        let value: Int64
        switch cell.oid {
        case PostgresType.bigint.oid: value = try cell.number(Int64.self)
        case PostgresType.integer.oid: value = Int64(try cell.number(Int32.self))
        case PostgresType.smallint.oid: value = Int64(try cell.number(Int16.self))
        case 26: value = Int64(try cell.number(UInt32.self))  // oid
        case PostgresType.numeric.oid: value = try Numeric(cell).wholeNumber()
        default: throw cell.mismatch(Self.self)
        }
        guard let result = Self(exactly: value) else { throw CellMismatch("holds a number that is too large") }
        return result
    }
}

extension Int16: PostgresValue { package static var postgresType: PostgresType { .smallint } }
extension Int32: PostgresValue { package static var postgresType: PostgresType { .integer } }
extension Int64: PostgresValue { package static var postgresType: PostgresType { .bigint } }
extension Int: PostgresValue {
    package static var postgresType: PostgresType { .bigint }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(Int64(self)) }
}

extension Double: PostgresValue {
    package static var postgresType: PostgresType { .double }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(bitPattern) }

    /// Accepts the floating-point types, the integers, and `numeric` (what `avg` gives).
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Double {
        switch cell.oid {
        case PostgresType.double.oid: return Double(bitPattern: try cell.number(UInt64.self))
        case PostgresType.real.oid: return Double(Float(bitPattern: try cell.number(UInt32.self)))
        case PostgresType.bigint.oid: return Double(try cell.number(Int64.self))
        case PostgresType.integer.oid: return Double(try cell.number(Int32.self))
        case PostgresType.smallint.oid: return Double(try cell.number(Int16.self))
        case PostgresType.numeric.oid:
            guard let value = Double(try Numeric(cell).text()) else { throw cell.mismatch(Self.self) }
            return value
        default: throw cell.mismatch(Self.self)
        }
    }
}
