package import FoundationEssentials
package import Values

extension String: PostgresValue {
    package static var postgresType: PostgresType { .text }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    /// Types whose binary form is their text: text, varchar, char(n), name, "char", unknown.
    private static let texts: Set<UInt32> = [25, 1043, 1042, 19, 18, 705]

    /// Accepts the text types, and types made in the database (enumerations, domains, citext), which are sent as text.
    package static func decode(_ cell: Cell) throws(CellMismatch) -> String {
        guard cell.oid == 25 || texts.contains(cell.oid) || cell.oid >= 16_384 else { throw cell.mismatch(Self.self) }
        return String(decoding: cell.bytes, as: UTF8.self)
    }
}

extension UUID: PostgresValue {
    package static var postgresType: PostgresType { .uuid }
    package func encode(into bytes: inout [UInt8]) { withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) } }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> UUID {
        guard cell.oid == PostgresType.uuid.oid, cell.bytes.count == 16 else { throw cell.mismatch(Self.self) }
        return UUID(uuid: cell.bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension Identifier: PostgresValue {
    package static var postgresType: PostgresType { .uuid }
    package func encode(into bytes: inout [UInt8]) { uuid.encode(into: &bytes) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Self { Self(try UUID.decode(cell)) }
}
