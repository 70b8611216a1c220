package import Values

/// A mail to one person.
///
/// Everything in it may come from outside: a line break in an address, a name, the subject or a header is refused when
/// it is sent, so nothing can add a header or a recipient.
package struct MailMessage: Hashable, Sendable {
    package var to: MailAddress
    package var subject: String
    /// The mail in plain words.
    package var text: String
    /// The same as HTML; `nil` sends words only.
    package var html: String?
    /// Who writes; `nil` is the mailer's own sender.
    package var from: MailAddress?
    /// What stands between the angle brackets of `Message-ID`. A job that may send a mail twice passes the same one
    /// both times, so that the reader's program shows one mail; `nil` makes a new one.
    package var messageID: String?
    /// Further headers, such as `Reply-To` or `List-Unsubscribe`; those a mailer writes itself are refused.
    package var headers: [Header]

    package init(
        to: MailAddress,
        subject: String,
        text: String,
        html: String? = nil,
        from: MailAddress? = nil,
        messageID: String? = nil,
        headers: [Header] = []
    ) {
        (self.to, self.subject, self.text, self.html) = (to, subject, text, html)
        (self.from, self.messageID, self.headers) = (from, messageID, headers)
    }

    /// One line of a mail's head.
    package struct Header: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }
}

/// A mailbox and the name of whom it belongs to.
package struct MailAddress: Hashable, Sendable {
    package var name: String?
    package var address: String

    package init(name: String? = nil, address: String) { (self.name, self.address) = (name, address) }

    /// A mailbox from outside, checked now as it will be by every mail.
    ///
    /// - Throws: ``InvalidValue`` at `address` or `name`.
    package init(parsing address: String, name: String? = nil) throws(InvalidValue) {
        guard (try? MailHeader.address(address)) != nil else {
            throw InvalidValue("must be an address alone, such as no-reply@school.example.com", path: ["address"])
        }
        self.init(name: name, address: address)
        guard (try? MailHeader.mailbox(self)) != nil else {
            throw InvalidValue("must be one line of at most 300 bytes", path: ["name"])
        }
    }
}
