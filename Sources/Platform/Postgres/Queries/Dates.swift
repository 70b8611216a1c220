package import FoundationEssentials

extension Date: PostgresValue {
    package static var postgresType: PostgresType { .timestamptz }

    /// 2000-01-01T00:00:00Z, where PostgreSQL counts from, in seconds after 1970.
    private static let epoch = 946_684_800.0

    /// To the microsecond; what PostgreSQL cannot hold becomes its `infinity`.
    package func encode(into bytes: inout [UInt8]) {
        let microseconds = ((timeIntervalSince1970 - Self.epoch) * 1_000_000).rounded()
        bytes.appendBigEndian(Int64(exactly: microseconds) ?? (microseconds < 0 ? .min : .max))
    }

    /// Accepts `timestamptz`, and `timestamp`, which is taken as UTC.
    package static func decode(_ cell: Cell) throws(CellMismatch) -> Date {
        guard cell.oid == PostgresType.timestamptz.oid || cell.oid == PostgresType.timestamp.oid else {
            throw cell.mismatch(Self.self)
        }
        let microseconds = try cell.number(Int64.self)
        guard microseconds != .max, microseconds != .min else { throw CellMismatch("holds an infinite time") }
        return Date(timeIntervalSince1970: Double(microseconds) / 1_000_000 + epoch)
    }
}
