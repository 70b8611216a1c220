package import FoundationEssentials
package import Values

/// One text message to one person, without its text.
package struct TextMessage: Codable, Hashable, Sendable {
    package var id: TextMessageID
    /// What it is about: `sign_in`, `verify_phone`.
    package var kind: String
    package var recipient: PhoneNumber
    package var userID: UserID?
    package var status: TextMessageStatus
    /// Why it failed: `tenant_budget`, `prefix_not_allowed`, `expired`, or what the provider says.
    package var failure: String?
    /// How often the provider was asked so far.
    package var attempts: Int
    package var provider: TextProviderName?
    /// What the provider charges, in millionths of the currency's unit: providers charge fractions of a cent.
    package var costMicros: Int?
    /// ISO 4217, such as `KES`.
    package var currency: String?
    package var createdAt: Date
    package var sentAt: Date?
    /// When it was delivered, or known to have failed.
    package var settledAt: Date?
}

/// How far a text message is.
package enum TextMessageStatus: String, Codable, Hashable, Sendable, CaseIterable {
    /// Waiting, or to be tried again.
    case queued
    /// In the provider's hands.
    case sent
    /// Refused by us or by the provider, given up, or not delivered.
    case failed
    /// On the phone.
    case delivered
}

/// Who carries text messages.
package enum TextProviderName: String, Codable, Hashable, Sendable, CaseIterable {
    /// A line on the standard output.
    case console
    case africasTalking = "africastalking"
    case twilio
}

extension Noun {
    package enum TextMessage {}
}

/// The id of one text message.
package typealias TextMessageID = Identifier<Noun.TextMessage>
