package import FoundationEssentials
package import Values

/// A day without a time or a time zone, such as a due date: `2026-11-21` on the wire, `date` in PostgreSQL.
package struct CalendarDate: Hashable, Comparable, Sendable, TextValue {
    /// Days since 1970-01-01.
    package let day: Int

    /// The day on which an instant falls in UTC.
    package init(_ date: Date) { day = Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }

    init(day: Int) { self.day = day }

    package init(parsing text: String) throws(InvalidValue) {
        guard text.utf8.count == 10, let date = Timestamp.date(text + "T00:00:00Z") else {
            throw InvalidValue("must be a date such as 2026-11-21")
        }
        self.init(date)
    }

    /// The first instant of the day in UTC.
    package var start: Date { Date(timeIntervalSince1970: Double(day) * 86_400) }
    package var text: String { String(Timestamp.text(start).prefix(10)) }

    package static func < (left: Self, right: Self) -> Bool { left.day < right.day }
    package static var schema: JSON { ["type": "string", "format": "date"] }
    package static var example: Self { Self(day: 20_778) }
}

extension CalendarDate: PostgresValue {
    package static var postgresType: PostgresType { .date }

    /// 2000-01-01, from which PostgreSQL counts, in days since 1970.
    private static let epoch = 10_957

    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(Int32(clamping: day - Self.epoch)) }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> CalendarDate {
        guard cell.oid == PostgresType.date.oid else { throw cell.mismatch(Self.self) }
        let days = try cell.number(Int32.self)
        guard days != .max, days != .min else { throw CellMismatch("holds an infinite date") }
        return CalendarDate(day: Int(days) + epoch)
    }
}
