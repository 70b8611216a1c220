package import FoundationEssentials
package import Values

/// The text of a JSON document as it is stored, unparsed: for passing through what nobody here has to look into.
package struct JSONText: Hashable, Sendable, PostgresValue {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static var postgresType: PostgresType { .jsonb }

    /// `jsonb` is sent with its version, 1, in front.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: self.bytes)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> JSONText { JSONText(try text(cell)) }

    fileprivate static func text(_ cell: Cell) throws(CellMismatch) -> [UInt8] {
        switch cell.oid {
        case PostgresType.jsonb.oid: return Array(cell.bytes.dropFirst())
        case PostgresType.json.oid: return Array(cell.bytes)
        default: throw cell.mismatch(Self.self)
        }
    }
}

extension JSON: PostgresValue {
    package static var postgresType: PostgresType { .jsonb }

    package func encode(into bytes: inout [UInt8]) {
        // Writing a JSON value fails for numbers JSON cannot hold only; PostgreSQL then refuses the empty document.
        JSONText((try? JSONWriter().bytes(self)) ?? []).encode(into: &bytes)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> JSON {
        let text = try JSONText.text(cell)
        do {
            return try JSON(parsing: text, thinningMarks: true)
        } catch {
            throw CellMismatch("holds JSON we do not read: \(error.reason)")
        }
    }
}

extension Cell {
    var isDocument: Bool { oid == PostgresType.jsonb.oid || oid == PostgresType.json.oid }

    /// A value written as JSON with snake_case names.
    func document<T: Decodable>(_ type: T.Type) throws(CellMismatch) -> T {
        let text = try JSONText.decode(self).bytes
        do {
            return try JSONReader().value(T.self, from: JSON(parsing: text, thinningMarks: true))
        } catch let error as InvalidValue {
            throw CellMismatch("holds a document that is no \(T.self): \(error)")
        } catch {
            throw CellMismatch("holds a document that is no \(T.self)")
        }
    }
}

extension UInt8: PostgresValue {
    package static var postgresType: PostgresType { .smallint }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(Int16(self)) }

    package static var postgresTypeOfArray: PostgresType { .bytea }
    package static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes.append(contentsOf: array) }
    package static func decode(array cell: Cell) throws(CellMismatch) -> [UInt8] {
        guard cell.oid == PostgresType.bytea.oid else { throw cell.mismatch([UInt8].self) }
        return Array(cell.bytes)
    }
}

extension Data: PostgresValue {
    package static var postgresType: PostgresType { .bytea }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Data { Data(try UInt8.decode(array: cell)) }
}
