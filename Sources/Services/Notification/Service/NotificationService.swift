package import Endpoints
package import Events
package import Mail
import NotificationAPI
package import Postgres

/// Tells people what happened: in the campus, and by mail.
package struct NotificationService: ServiceDefinition {
    package static let identity = Notification.service
    package static let schema = SchemaMigrations(
        schema: "notification",
        migrations: [.createNotifications, .createDeliveries, .deliverAccountMails]
    )

    let mailer: any Mailer
    /// The address mail comes from; the name before it is the school's.
    let sender: MailAddress
    let letters: MailTemplate
    /// How the outside reaches the gateway, without a slash at its end.
    let publicBaseURL: String

    package init(mailer: any Mailer, sender: MailAddress, publicBaseURL: String) throws {
        (self.mailer, self.sender) = (mailer, sender)
        letters = try MailTemplate()
        self.publicBaseURL = publicBaseURL.last == "/" ? String(publicBaseURL.dropLast()) : publicBaseURL
    }

    package var operations: [Operation] {
        [
            Operation(ListNotifications.self, list),
            Operation(MarkNotificationRead.self) { try await markRead($0.notificationID, $1) },
            Operation(PostNotificationRead.self) { try await markRead($0.notificationID, $1) },
            Operation(MarkAllNotificationsRead.self, markAllRead),
            Operation(DeleteNotification.self, delete),
            Operation(ListDeliveries.self, listDeliveries),
        ]
    }

    package var subscriptions: [Subscription] { [enrollments, completions, certificates, accountMails] }
    package var jobs: [JobHandler] { [JobHandler(SendMail.self, send)] }
}
