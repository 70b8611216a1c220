import FoundationEssentials

/// Sends mail through an SMTP server, one at a time over a kept connection, on a thread of its own.
///
/// Reaching the server may take 10 s and a whole mail 30 s, by default. At most 100 mails wait; more are refused as
/// transient, so that a server that hangs does not fill the memory. Cancelling the task gives a mail up, unless the
/// server has it already.
package final class SMTPMailer: Mailer {
    private let sender: MailAddress
    private let thread: SMTPThread

    /// How long a server may take.
    package struct Timeouts: Hashable, Sendable {
        /// Connecting, protecting the connection and signing in, together: libcurl does not tell them apart.
        package var connecting: Duration
        /// All of it, from connecting to the server's last reply.
        package var sending: Duration

        package init(connecting: Duration = .seconds(10), sending: Duration = .seconds(30)) {
            (self.connecting, self.sending) = (connecting, sending)
        }
    }

    /// A mailer whose thread starts now and ends with ``close()`` or with the mailer.
    ///
    /// - Throws: ``MailError`` when the sender's address is not one, or the thread could not be started.
    package init(
        server: SMTPServer,
        from sender: MailAddress,
        timeouts: Timeouts = Timeouts()
    ) throws(MailError) {
        _ = try MailHeader.mailbox(sender)
        self.sender = sender
        thread = SMTPThread(server: server, timeouts: timeouts)
        try thread.start()
    }

    /// A mailer for a server written as ``SMTPServer`` reads it.
    package convenience init(url: String, from sender: MailAddress) throws {
        try self.init(server: SMTPServer(url), from: sender)
    }

    deinit { thread.stop() }

    package func send(_ message: MailMessage) async throws {
        try await thread.send(Envelope(message, sender: sender, date: .now))
    }

    /// Sends what still waits, then ends the connection and the thread; mails given later are refused.
    package func close() async {
        await thread.finish()
    }
}
