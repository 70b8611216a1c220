package import FoundationEssentials
package import Values

/// Whole credits to give, take or set, as the chat platform writes them.
package typealias WholeCredits = Bounded<1, 1_000_000_000>
/// Whole credits where none is an answer as well.
package typealias WholeCreditsOrNone = Bounded<0, 1_000_000_000>
/// What is spent first of a wallet, the lower number before the higher; of the same number what ends first. 100 unless
/// said otherwise.
package typealias GrantPriority = Bounded<0, 1000>
/// In how many days a grant ends: at most ten years.
package typealias ExpiryDays = Bounded<1, 3650>

extension Bounded where lowest == 1, highest == 1_000_000_000 {
    package var microCredits: MicroCredits { MicroCredits(credits: value) ?? .zero }
}

extension Bounded where lowest == 0, highest == 1_000_000_000 {
    package var microCredits: MicroCredits { MicroCredits(credits: value) ?? .zero }
}

/// Somebody as the chat platform's clients name them: by id, by username or by e-mail address.
package struct PersonReference: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        guard (1...255).contains(text.utf8.count), !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
            throw InvalidValue("must name a user")
        }
        self.text = text
    }

    /// The text that an e-mail address and a username are compared with.
    package var folded: String { text.lowercased() }

    package static var schema: JSON { ["type": "string", "minLength": 1, "maxLength": 255] }
    package static var example: Self { Self(trusted: "01920000-0000-7000-8000-000000000001") }
    private init(trusted: String) { text = trusted }
}

/// A moment as somebody asks for it: an instant (RFC 3339) or a day, which is all of that day in UTC.
package struct Moment: TextValue {
    package let text: String
    /// The first instant of it.
    package let start: Date
    /// The first instant after it; for an instant, a millisecond later.
    package let end: Date

    package init(parsing text: String) throws(InvalidValue) {
        self.text = text
        if let instant = Timestamp.date(text) {
            (start, end) = (instant, instant.addingTimeInterval(0.001))
        } else if text.utf8.count == 10, let midnight = Timestamp.date(text + "T00:00:00Z") {
            (start, end) = (midnight, midnight.addingTimeInterval(86_400))
        } else {
            throw InvalidValue("must be a date such as 2026-11-21 or an instant such as 2026-11-21T09:30:00Z")
        }
    }

    package static var schema: JSON { ["type": "string", "maxLength": 40] }
    package static var example: Self { Self(trusted: "2026-11-21") }
    private init(trusted: String) {
        text = trusted
        (start, end) = (Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 86_400))
    }
}
