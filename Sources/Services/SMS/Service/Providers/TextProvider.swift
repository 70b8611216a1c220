import SMSAPI
import Values

/// Who carries texts to phones: ``ConsoleProvider``, ``AfricasTalkingProvider``, ``TwilioProvider``.
protocol TextProvider: Sendable {
    var name: TextProviderName { get }

    /// Returns when the text is in the provider's hands. Throws ``TextError``, or `CancellationError`.
    func send(_ text: OutgoingText) async throws -> TextReceipt

    /// What a message cost; `nil` when the provider does not know yet. Asked only where the receipt had no cost.
    func cost(of providerMessageID: String) async throws -> TextCost?
}

/// A text on its way out.
struct OutgoingText: Sendable {
    let to: PhoneNumber
    let body: String
}

/// What a provider says when it takes a text.
struct TextReceipt: Sendable {
    /// What the provider calls it; reports name it so. `nil` where nothing is reported.
    var providerMessageID: String?
    var cost: TextCost?
}

/// Money in millionths of a currency's unit: providers charge fractions of a cent.
struct TextCost: Hashable, Sendable {
    let micros: Int
    /// ISO 4217.
    let currency: String

    /// From a decimal such as `0.8000`, of which the sign does not count: Twilio writes what it takes as negative.
    init?(amount: String, currency: String) {
        let digits = amount.first == "-" ? amount.dropFirst() : amount[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (0x41...0x5a).contains($0) }),
            parts.allSatisfy({ (1...9).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { return nil }
        let fraction = parts.count == 2 ? parts[1].prefix(6) : ""
        guard let rest = Int(fraction + String(repeating: "0", count: 6 - fraction.count)) else { return nil }
        // Nine digits at most: no overflow.
        (micros, self.currency) = (whole * 1_000_000 + rest, currency)
    }
}

/// Why a text was not sent, and whether it is worth trying again. Holds no number, no text and no credentials.
struct TextError: Error, Hashable {
    /// The same text will be refused again.
    let isPermanent: Bool
    /// A stable name, as stored and logged.
    let reason: String

    static func permanent(_ reason: String) -> TextError { TextError(isPermanent: true, reason: reason) }
    /// The network, the provider's state, or our settings for it.
    static func temporary(_ reason: String) -> TextError { TextError(isPermanent: false, reason: reason) }
}
