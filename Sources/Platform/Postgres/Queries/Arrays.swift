/// An array is bound as a PostgreSQL array (`where id = any(\(ids))`), and `[UInt8]` as `bytea`.
extension Array: PostgresValue where Element: PostgresValue {
    package static var postgresType: PostgresType { Element.postgresTypeOfArray }
    package func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> [Element] { try Element.decode(array: cell) }
}

extension PostgresValue {
    package static var postgresTypeOfArray: PostgresType {
        PostgresType(postgresType.arrayOID, array: 0, postgresType.name + "[]")
    }

    /// One dimension from index 1, without NULLs.
    package static func encode(array: [Self], into bytes: inout [UInt8]) {
        bytes.appendBigEndian(Int32(array.isEmpty ? 0 : 1))
        bytes.appendBigEndian(Int32(0))
        bytes.appendBigEndian(postgresType.oid)
        guard !array.isEmpty else { return }
        bytes.appendBigEndian(Int32(array.count))
        bytes.appendBigEndian(Int32(1))
        for element in array {
            let start = bytes.count
            bytes.appendBigEndian(Int32(0))
            element.encode(into: &bytes)
            let length = Int32(truncatingIfNeeded: bytes.count - start - 4).bigEndian
            withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<start + 4, with: $0) }
        }
    }

    /// The elements of a one-dimensional array.
    package static func decode(array cell: Cell) throws(CellMismatch) -> [Self] {
        let dimensions = try cell.number(Int32.self)
        let element = try cell.number(UInt32.self, at: 8)
        guard PostgresType.name(of: cell.oid).hasSuffix("[]") || arrays.contains(cell.oid) || cell.oid >= 16_384 else {
            throw cell.mismatch([Self].self)
        }
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw CellMismatch("holds an array of \(dimensions) dimensions") }
        let count = Int(try cell.number(Int32.self, at: 12))
        // Every element has a length of four bytes, so a count beyond that is no array of ours.
        guard count >= 0, count <= cell.bytes.count / 4 else { throw CellMismatch("holds a damaged array") }
        var result: [Self] = []
        result.reserveCapacity(count)
        var offset = 20
        for _ in 0..<count {
            let length = Int(try cell.number(Int32.self, at: offset))
            guard length >= 0 else { throw CellMismatch("holds an array with a NULL in it") }
            guard cell.bytes.count - offset - 4 >= length else { throw CellMismatch("holds a damaged array") }
            let bytes = UnsafeRawBufferPointer(rebasing: cell.bytes[(offset + 4)..<(offset + 4 + length)])
            result.append(try decode(Cell(oid: element, bytes: bytes)))
            offset += 4 + length
        }
        return result
    }
}

/// varchar[], char(n)[], name[] and "char"[], whose elements `String` reads.
private let arrays: Set<UInt32> = [1015, 1014, 1003, 1002]
