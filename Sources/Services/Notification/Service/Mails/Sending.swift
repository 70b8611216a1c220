import Events
import Logging
import Mail
import NotificationAPI
import Postgres

extension NotificationService {
    /// Hands a mail to the mail server and records how that went.
    ///
    /// The server taking it and our recording that are two steps: a process killed between them sends the mail again.
    /// Both bear the same Message-ID, by which mail programs show one.
    func send(_ mail: SendMail, _ run: JobRun) async throws {
        let door = run.database.tenant(run.tenant)
        let isDue = try await door.execute(
            """
            update notification.deliveries set attempts = attempts + 1, status = 'queued'
            where id = \(mail.deliveryID) and status <> 'sent'
            """
        )
        guard isDue == 1 else { return }
        do {
            try await mailer.send(message(mail))
        } catch let error as MailError {
            run.logger.warning("mail not sent", metadata: ["reason": "\(error)", "delivery_id": "\(mail.deliveryID)"])
            guard error.kind == .permanent || run.isLastAttempt else { throw error }
            try await door.execute(
                """
                update notification.deliveries set status = 'failed'
                where id = \(mail.deliveryID) and status <> 'sent'
                """
            )
            throw PermanentJobFailure()
        }
        try await door.execute(
            "update notification.deliveries set status = 'sent', sent_at = now() where id = \(mail.deliveryID)"
        )
    }

    private func message(_ mail: SendMail) -> MailMessage {
        let domain = sender.address.split(separator: "@").last ?? "localhost"
        return MailMessage(
            to: MailAddress(name: mail.recipientName, address: mail.address),
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            from: MailAddress(name: mail.senderName, address: sender.address),
            messageID: "\(mail.deliveryID)@\(domain)"
        )
    }
}
