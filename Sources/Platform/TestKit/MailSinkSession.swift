/// One conversation of a ``MailSink``: lines in, replies out (RFC 5321), apart from the network.
struct MailSinkSession {
    private let inbox: MailSinkInbox
    private var sender = ""
    private var recipients: [String] = []
    private var credentials: String?
    private var content: [[UInt8]]?
    private var awaitsCredentials = false

    enum Action: Equatable {
        case reply(String)
        /// Says this, then ends the connection.
        case farewell(String)
        case close
        case nothing
    }

    init(inbox: MailSinkInbox) { self.inbox = inbox }

    func greeting() -> Action { agree(at: .greeting, "220 sink.example.com ESMTP") }

    mutating func receive(_ line: [UInt8]) -> Action {
        if content != nil { return receiveContent(line) }
        let text = String(decoding: line, as: UTF8.self)
        if awaitsCredentials {
            awaitsCredentials = false
            credentials = text
            return agree(at: .authentication, "235 2.7.0 welcome")
        }
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        switch words.first?.uppercased() {
        case "EHLO": return agree(at: .hello, "250-sink.example.com\r\n250-AUTH PLAIN\r\n250 8BITMIME")
        case "HELO": return agree(at: .hello, "250 sink.example.com")
        case "AUTH":
            if words.count == 3 {
                credentials = words[2]
                return agree(at: .authentication, "235 2.7.0 welcome")
            }
            awaitsCredentials = true
            return .reply("334 ")
        case "MAIL":
            (sender, recipients) = (address(in: text), [])
            return agree(at: .sender, "250 2.1.0 ok")
        case "RCPT":
            let action = agree(at: .recipient, "250 2.1.5 ok")
            if action == .reply("250 2.1.5 ok") { recipients.append(address(in: text)) }
            return action
        case "DATA":
            let action = agree(at: .data, "354 go on")
            if action == .reply("354 go on") { content = [] }
            return action
        case "RSET", "NOOP": return .reply("250 2.0.0 ok")
        case "QUIT": return .farewell("221 2.0.0 bye")
        default: return .reply("502 5.5.2 unknown command")
        }
    }

    private mutating func receiveContent(_ line: [UInt8]) -> Action {
        guard line == [UInt8(ascii: ".")] else {
            content?.append(line.first == UInt8(ascii: ".") ? Array(line.dropFirst()) : line)
            return .nothing
        }
        let lines = content ?? []
        content = nil
        let action = agree(at: .content, "250 2.0.0 taken")
        if action == .reply("250 2.0.0 taken") {
            let raw = lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\r\n")
            inbox.add(ReceivedMail(sender: sender, recipients: recipients, credentials: credentials, raw: raw))
        }
        return action
    }

    private func agree(at step: MailSink.Step, _ reply: String) -> Action {
        switch inbox.takeAnswer(at: step) {
        case nil: .reply(reply)
        case .reply(let other): .reply(other)
        case .close: .close
        case .silence: .nothing
        }
    }

    private func address(in command: String) -> String {
        command.split(separator: "<").last.flatMap { $0.split(separator: ">", omittingEmptySubsequences: false).first }
            .map(String.init) ?? ""
    }
}
