import FoundationEssentials

/// A mail as it goes to the server: checked, its headers written (RFC 5322, non-ASCII text by RFC 2047).
struct Envelope: Sendable {
    let sender: String
    let recipient: String
    let headers: [String]
    /// The body's alternatives, plainest first.
    let parts: [Part]

    struct Part: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    private static let bodyLimit = 2 << 20
    private static let ownHeaders: Set<String> = [
        "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "content-type",
        "content-transfer-encoding", "return-path", "received",
    ]

    init(_ message: MailMessage, sender: MailAddress, date: Date) throws(MailError) {
        let from = message.from ?? sender
        (self.sender, recipient) = (from.address, message.to.address)
        let fromHeader = try MailHeader.mailbox(from)
        let domain = from.address.split(separator: "@").last ?? "localhost"
        let identifier = message.messageID ?? "\(UUID().uuidString.lowercased())@\(domain)"
        var headers = [
            "From: \(fromHeader)", "To: \(try MailHeader.mailbox(message.to))",
            "Subject: \(try MailHeader.text(message.subject))", "Date: \(MailHeader.date(date))",
            "Message-ID: <\(try MailHeader.identifier(identifier))>",
        ]
        for header in message.headers {
            guard !Self.ownHeaders.contains(header.name.lowercased()) else {
                throw .refused("the header is written by the mailer itself")
            }
            headers.append("\(try MailHeader.name(header.name)): \(try MailHeader.text(header.value))")
        }
        // Keeps absence notices from answering a program (RFC 3834 §5).
        if !message.headers.contains(where: { $0.name.lowercased() == "auto-submitted" }) {
            headers.append("Auto-Submitted: auto-generated")
        }
        self.headers = headers
        var parts = [Part(type: "text/plain; charset=utf-8", bytes: try Self.lines(message.text))]
        if let html = message.html { parts.append(Part(type: "text/html; charset=utf-8", bytes: try Self.lines(html))) }
        self.parts = parts
    }

    /// The text with every line break as CR LF, as SMTP has them.
    private static func lines(_ text: String) throws(MailError) -> [UInt8] {
        guard text.utf8.count <= bodyLimit else { throw .refused("the text is too long") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 256)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0a: bytes.append(contentsOf: previous == 0x0d ? [0x0a] : [0x0d, 0x0a])
            default:
                if previous == 0x0d { bytes.append(0x0a) }
                bytes.append(byte)
            }
            previous = byte
        }
        if previous == 0x0d { bytes.append(0x0a) }
        return bytes
    }
}
