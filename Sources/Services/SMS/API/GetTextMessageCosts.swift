package import Access
package import Endpoints
package import Values

/// What the school's text messages of a month cost, as the provider reported it.
package struct GetTextMessageCosts: Endpoint {
    package static let route = Route.get("/api/sms/costs", "What the text messages of a month cost.")
    package static let access = Access.roles(.admin)

    /// This month, in UTC, unless told.
    package var month: Month?

    package init(month: Month? = nil) { self.month = month }

    package struct Response: Codable, Sendable {
        package var month: Month
        package var queued: Int
        package var sent: Int
        package var delivered: Int
        package var failed: Int
        /// One for each currency; messages of which no cost is known are in none.
        package var costs: [Cost]

        package init(month: Month, queued: Int, sent: Int, delivered: Int, failed: Int, costs: [Cost]) {
            (self.month, self.queued, self.sent) = (month, queued, sent)
            (self.delivered, self.failed, self.costs) = (delivered, failed, costs)
        }
    }

    /// The sum of one currency.
    package struct Cost: Codable, Hashable, Sendable {
        /// ISO 4217.
        package var currency: String
        /// In millionths of the currency's unit.
        package var amountMicros: Int
        package var messages: Int
    }
}

/// A month as `2026-11`.
package struct Month: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let year = Int(text.prefix(4)),
            let month = Int(text.suffix(2)), (2000...9998).contains(year), (1...12).contains(month)
        else { throw InvalidValue("must be a month such as 2026-11") }
        self.text = text
    }

    package static var schema: JSON { ["type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"] }
    package static var example: Self { Self(trusted: "2026-11") }
    private init(trusted: String) { text = trusted }
}
