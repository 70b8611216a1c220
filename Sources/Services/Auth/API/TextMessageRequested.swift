import Events
package import FoundationEssentials
package import Values

/// Somebody is to have a text message with a code. The service that sends texts listens to it.
package struct TextMessageRequested: Event {
    package static let name = "auth.text_message_requested"
    package static let isSecret = true

    package var to: PhoneNumber
    /// What the message says, in the reader's language.
    package var body: String
    /// What it is for, as lists show it: the code's purpose.
    package var kind: CodePurpose
    package var userID: UserID?
    /// After that it is worth nothing, and is not sent.
    package var validUntil: Date

    package init(to: PhoneNumber, body: String, kind: CodePurpose, userID: UserID?, validUntil: Date) {
        (self.to, self.body, self.kind) = (to, body, kind)
        (self.userID, self.validUntil) = (userID, validUntil)
    }
}

/// What a six-digit code is good for; a code for one thing is worth nothing for another.
package enum CodePurpose: String, Codable, Hashable, Sendable, CaseIterable {
    case signIn = "sign_in"
    case verifyPhone = "verify_phone"
    case verifyEmail = "verify_email"
    case resetPassword = "reset_password"
}
