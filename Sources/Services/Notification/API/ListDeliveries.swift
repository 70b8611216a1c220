package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The mails that went to the caller, newest first, and whether the mail server took them; an admin may ask for
/// anybody's in the school.
package struct ListDeliveries: Endpoint {
    package static let route = Route.get(
        "/api/notifications/deliveries",
        "The mails sent to the caller and their state."
    )
    package static let access = Access.signedIn

    /// Only admins: whose mails.
    package var userID: UserID?
    /// 50 unless told.
    package var limit: PageLimit?

    package init(userID: UserID? = nil, limit: PageLimit? = nil) { (self.userID, self.limit) = (userID, limit) }

    package struct Response: Codable, Sendable {
        package var deliveries: [MailDelivery]

        package init(deliveries: [MailDelivery]) { self.deliveries = deliveries }
    }
}

/// One mail on its way to one person.
package struct MailDelivery: Codable, Hashable, Sendable {
    package var id: DeliveryID
    package var kind: MailKind
    package var subject: String
    package var status: DeliveryStatus
    /// How often the mail server was asked so far.
    package var attempts: Int
    package var createdAt: Date
    /// When the mail server took it.
    package var sentAt: Date?
}

/// What a mail is about.
package enum MailKind: String, Codable, Hashable, Sendable, CaseIterable {
    case enrollment
    case certificate
    /// A link or a code that confirms an address.
    case verification
    /// A link or a code to choose a new password.
    case passwordReset = "password_reset"
    case invitation
    /// Something about the account was changed, or somebody signed in with something new.
    case security
}

/// How far a mail is.
package enum DeliveryStatus: String, Codable, Hashable, Sendable, CaseIterable {
    /// Waiting, or to be tried again.
    case queued
    /// In the mail server's hands.
    case sent
    /// Refused for good, or given up.
    case failed
}

extension Noun {
    package enum Delivery {}
}

/// The id of one mail to one person.
package typealias DeliveryID = Identifier<Noun.Delivery>
