import Events
package import FoundationEssentials
package import Values

/// Somebody is to have a mail about their account: a link, a code, or the news that something was changed.
///
/// It may hold what opens an account, so its payload is emptied when every mail is on its way.
package struct AccountMailRequested: Event {
    package static let name = "auth.account_mail_requested"
    package static let isSecret = true

    package var kind: AccountMailKind
    package var email: Email
    package var recipientName: String
    /// Whose account; `nil` for somebody who has none yet.
    package var userID: UserID?
    /// What the recipient reads.
    package var locale: LanguageTag
    /// Where a click leads: a path at the gateway, or a whole address.
    package var link: String?
    package var code: String?
    /// How long link or code may be used.
    package var validForMinutes: Int?
    /// Who invites.
    package var inviter: String?
    /// What somebody signed in with: `Firefox on Windows`.
    package var device: String?
    /// When it happened.
    package var occurredAt: Date?

    package init(_ kind: AccountMailKind, to user: User) {
        (self.kind, email, recipientName) = (kind, user.email, user.name)
        (userID, locale) = (user.id, user.locale)
    }

    /// To somebody without an account.
    package init(_ kind: AccountMailKind, to email: Email, named name: String, reading locale: LanguageTag) {
        (self.kind, self.email, recipientName, self.locale) = (kind, email, name, locale)
    }
}

/// What a mail about an account says.
package enum AccountMailKind: String, Codable, Sendable, CaseIterable {
    /// A link that confirms the address.
    case verifyEmail = "verify_email"
    /// A code that confirms the address.
    case emailCode = "email_code"
    /// A link to choose a new password.
    case resetPassword = "reset_password"
    /// A code to choose a new password.
    case resetCode = "reset_code"
    case invitation
    case newDevice = "new_device"
    case passwordChanged = "password_changed"
    /// A copy of a refresh token was used, so the session was ended.
    case sessionReused = "session_reused"
    /// The second factor was set up, switched off or reset, or its recovery codes were made anew.
    case twoFactorChanged = "two_factor_changed"
    /// The owner made a key for a program, or somebody did who was signed in as them.
    case apiKeyCreated = "api_key_created"
    /// Role or status were changed by an admin.
    case accountChanged = "account_changed"
}
