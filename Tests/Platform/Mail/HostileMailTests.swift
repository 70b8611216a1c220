import Logging
import Mail
import Synchronization
import TestKit
import Testing
import Values

@Suite("Mail made of hostile text", .timeLimit(.minutes(15)))
struct HostileMailTests {
    @Test(
        "Nothing can add a header, a recipient or a command",
        arguments: [
            "\r\nBcc: evil@example.com", "\nBcc: evil@example.com", "\rX", "a\u{0}b", "a\u{2028}b", "a\u{85}b",
            "\u{1b}[2J",
        ]
    )
    func injection(text: String) async throws {
        try await MailSink.with { sink in
            let mailer = try SMTPMailer(url: sink.url, from: SMTPMailerTests.campus)
            var messages = Array(repeating: SMTPMailerTests.message, count: 9)
            messages[0].subject += text
            messages[1].to.name = "Amina" + text
            messages[2].to.address = "amina@example.com" + text
            messages[3].to.address = "amina" + text + "@example.com"
            messages[4].from = MailAddress(name: text, address: "a@example.com")
            messages[5].from = MailAddress(address: text + "@example.com")
            messages[6].headers = [.init("X-Note", text)]
            messages[7].headers = [.init("X" + text, "x")]
            messages[8].messageID = "a" + text + "@example.com"
            for message in messages {
                let error = await #expect(throws: MailError.self) { try await mailer.send(message) }
                #expect(error?.kind == .permanent)
            }
            #expect(sink.connections == 0)
        }
    }

    @Test("A line with a single dot does not end the mail")
    func dots() async throws {
        try await MailSink.with { sink in
            var message = SMTPMailerTests.message
            message.text = "a\n.\nMAIL FROM:<evil@example.com>\n..\n.b\r.\r\nQUIT\n."
            try await SMTPMailer(url: sink.url, from: SMTPMailerTests.campus).send(message)
            let mail = try await sink.next()
            #expect(mail.text == "a\n.\nMAIL FROM:<evil@example.com>\n..\n.b\n.\nQUIT\n.")
            #expect(sink.mails.count == 1)
        }
    }

    @Test(
        "An address that is not one is refused for good",
        arguments: [
            "", "amina", "@example.com", "amina@", "a@b@c", "a b@example.com", "<a@example.com>", "a,b@example.com",
            "a@-x.com",
            "a..b@example.com", ".a@example.com", "a@example..com", "a@[127.0.0.1]", "\"a\"@example.com",
            "ũ@example.com",
            String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "b.", count: 127) + "com",
        ]
    )
    func badAddress(address: String) async throws {
        let mailer = try SMTPMailer(url: "smtp://127.0.0.1:1", from: SMTPMailerTests.campus)
        var message = SMTPMailerTests.message
        message.to.address = address
        let error = await #expect(throws: MailError.self) { try await mailer.send(message) }
        #expect(error?.kind == .permanent)
    }

    @Test(
        "Headers a mailer writes itself cannot be set a second time",
        arguments: ["bcc", "From", "CONTENT-TYPE", "Date"]
    )
    func ownHeaders(name: String) async throws {
        let mailer = LogMailer(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var message = SMTPMailerTests.message
        message.headers = [.init(name, "x")]
        let error = await #expect(throws: MailError.self) { try await mailer.send(message) }
        #expect(error?.kind == .permanent)
    }

    @Test(
        "A URL that is none of ours is refused without being repeated",
        arguments: [
            "", "smtp://", "http://user:s3cret@host", "user:s3cret@host", "smtp://user:s3cret@host:x",
            "file:///etc/passwd",
            "smtp://user:s3cret@host?tls=maybe", "smtps://user:s3cret@host?tls=off", "smtp://u%0d%0a:s3cret@host",
            "smtp://host name", "smtp://a\u{0}b",
        ]
    )
    func badServer(url: String) {
        let error = #expect(throws: InvalidValue.self) { try SMTPServer(url) }
        #expect(error.map { "\($0)".contains("s3cret") } == false)
    }
}

@Suite("Mail without a server", .timeLimit(.minutes(15)))
struct LogMailerTests {
    @Test("Is one line in the log: event, recipient, subject")
    func oneLine() async throws {
        let lines = Lines()
        let mailer = LogMailer(logger: Logger(label: "test") { _ in lines })
        try await mailer.send(SMTPMailerTests.message)
        #expect(
            lines.all == [
                [
                    "event": "mail.sent", "to": "wanjiku@sunrise.example.com",
                    "subject": .string(SMTPMailerTests.message.subject),
                ]
            ]
        )
    }

    final class Lines: LogHandler {
        private let lines = Mutex<[Logger.Metadata]>([])
        var all: [Logger.Metadata] { lines.withLock { $0 } }

        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .info }
            set {}
        }
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }
        func log(event: LogEvent) { lines.withLock { $0.append(event.metadata ?? [:]) } }
    }
}
