/// A PostgreSQL data type by its object identifier, which is the same in every database for built-in types.
package struct PostgresType: Hashable, Sendable {
    package let oid: UInt32
    /// The type of arrays of it.
    package let arrayOID: UInt32
    /// The name as SQL writes it, for casts and messages.
    package let name: String

    init(_ oid: UInt32, array arrayOID: UInt32, _ name: String) {
        (self.oid, self.arrayOID, self.name) = (oid, arrayOID, name)
    }

    static let bool = PostgresType(16, array: 1000, "boolean")
    static let bytea = PostgresType(17, array: 1001, "bytea")
    static let bigint = PostgresType(20, array: 1016, "bigint")
    static let smallint = PostgresType(21, array: 1005, "smallint")
    static let integer = PostgresType(23, array: 1007, "integer")
    static let text = PostgresType(25, array: 1009, "text")
    static let json = PostgresType(114, array: 199, "json")
    static let real = PostgresType(700, array: 1021, "real")
    static let double = PostgresType(701, array: 1022, "double precision")
    static let date = PostgresType(1082, array: 1182, "date")
    static let timestamp = PostgresType(1114, array: 1115, "timestamp")
    static let timestamptz = PostgresType(1184, array: 1185, "timestamptz")
    static let numeric = PostgresType(1700, array: 1231, "numeric")
    static let uuid = PostgresType(2950, array: 2951, "uuid")
    static let jsonb = PostgresType(3802, array: 3807, "jsonb")

    private static let known: [PostgresType] = [
        bool, bytea, bigint, smallint, integer, text, json, real, double, date, timestamp, timestamptz, numeric, uuid,
        jsonb,
    ]

    /// The SQL name of a type in a result, for messages; a number when we never decode it.
    static func name(of oid: UInt32) -> String {
        if let type = known.first(where: { $0.oid == oid }) { return type.name }
        if let element = known.first(where: { $0.arrayOID == oid }) { return element.name + "[]" }
        return "type \(oid)"
    }
}
