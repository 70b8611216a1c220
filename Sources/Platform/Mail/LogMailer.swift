import FoundationEssentials
package import Logging

/// Writes one line into the log for each mail instead of sending it: what an installation without a mail server does.
///
/// The mail's text is left out: it may hold a link that signs its reader in.
package struct LogMailer: Mailer {
    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    package func send(_ message: MailMessage) async throws {
        // Refuses what a server would be spared from, so that a mistake shows without one.
        let sender = MailAddress(address: "campus@localhost.localdomain")
        _ = try Envelope(message, sender: sender, date: .now)
        logger.info(
            "mail.sent",
            metadata: [
                "event": "mail.sent", "to": .string(message.to.address), "subject": .string(message.subject),
            ]
        )
    }
}
