import Events
import NotificationAPI

/// A mail that waits to be sent, written when the event happened: every attempt sends the same one.
struct SendMail: Job {
    static let name = "notification.send_mail"
    /// It may hold a link that opens an account.
    static let isSecret = true
    /// An hour of a mail server that is away.
    static let maximumAttempts = 20

    var deliveryID: DeliveryID
    var recipientName: String
    var address: String
    /// The name that stands before the sender's address.
    var senderName: String
    var subject: String
    var text: String
    var html: String
}
