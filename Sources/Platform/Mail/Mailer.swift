/// Sends mail: ``SMTPMailer`` through a server, ``LogMailer`` into the log.
package protocol Mailer: Sendable {
    /// Returns when the mail is in the next server's hands.
    ///
    /// - Throws: ``MailError``, or `CancellationError` when the task was cancelled first.
    func send(_ message: MailMessage) async throws
}

/// Why a mail was not sent, and whether it is worth trying again.
///
/// Holds no credentials and nothing of the mail.
package struct MailError: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: Kind
    /// The server's reply code (RFC 5321 §4.2), when it was a reply that refused the mail.
    package let code: Int?
    /// What went wrong, for an operator.
    package let reason: String

    /// What the caller can do about it.
    package enum Kind: Hashable, Sendable {
        /// The same mail will be refused again: a bad address, or a 5xx reply.
        case permanent
        /// Trying again later may help: the network, the server's state or our settings for it.
        case transient
    }

    package var description: String {
        "mail not sent (\(kind)): \(code.map { "\($0) " } ?? "")\(reason)"
    }

    static func refused(_ reason: String) -> MailError { MailError(kind: .permanent, code: nil, reason: reason) }
    static func failed(_ reason: String) -> MailError { MailError(kind: .transient, code: nil, reason: reason) }
}
