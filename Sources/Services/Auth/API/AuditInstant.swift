package import FoundationEssentials
package import Values

/// One end of a span of the audit log: an instant such as `2026-11-21T09:30:00Z`, or a day such as `2026-11-21` in UTC.
package struct AuditInstant: TextValue {
    package let text: String
    /// Where the instant or day begins.
    package let start: Date
    /// Where it ends: an instant at itself, a day a day later.
    package let end: Date

    package init(parsing text: String) throws(InvalidValue) {
        if let instant = Timestamp.date(text) {
            (self.text, start, end) = (text, instant, instant)
        } else if text.utf8.count == 10, let day = Timestamp.date(text + "T00:00:00Z") {
            (self.text, start, end) = (text, day, day.addingTimeInterval(86_400))
        } else {
            throw InvalidValue("must be a date such as 2026-11-21 or an instant such as 2026-11-21T09:30:00Z")
        }
    }

    package static var schema: JSON { ["type": "string", "example": "2026-11-21"] }
    package static var example: Self { Self(trusted: "2026-11-21") }
    private init(trusted: String) {
        text = trusted
        start = Date(timeIntervalSince1970: 1_795_219_200)
        end = start.addingTimeInterval(86_400)
    }
}
