import Foundation
import Mail
import TestKit
import Testing

@Suite("Mail through a server", .timeLimit(.minutes(15)))
struct SMTPMailerTests {
    static let campus = MailAddress(name: "Sunrise Academy", address: "campus@sunrise.example.com")
    static let message = MailMessage(
        to: MailAddress(name: "Wanjikũ wa Ngũgĩ", address: "wanjiku@sunrise.example.com"),
        subject: "Karibu 😀 — Ọ̀ṣun, your course „Rainfall and Rivers of East Africa“ begins tomorrow morning",
        text: "Habari Wanjikũ,\n\n.\n.. https://campus.example.com/join?token=a=b&c=1\nمرحبا\r\nend \t\n",
        html: "<p>Habari <b>Wanjikũ</b></p>\n<p>\(String(repeating: "long line ", count: 300))</p>"
    )

    @Test("Arrives with its names, its subject and both its texts as they were written")
    func arrives() async throws {
        try await MailSink.with { sink in
            try await SMTPMailer(url: sink.url, from: Self.campus).send(Self.message)
            let mail = try await sink.next()
            #expect(mail.sender == "campus@sunrise.example.com" && mail.recipients == ["wanjiku@sunrise.example.com"])
            #expect(mail.subject == Self.message.subject)
            #expect(mail.text == Self.message.text.replacing("\r\n", with: "\n"))
            #expect(mail.html == Self.message.html)
            #expect(mail.links == ["https://campus.example.com/join?token=a=b&c=1"])
            #expect(mail.header("From") == "\"Sunrise Academy\" <campus@sunrise.example.com>")
            #expect(mail.header("To") == "=?UTF-8?B?V2Fuamlrxakgd2EgTmfFqWfEqQ==?= <wanjiku@sunrise.example.com>")
            #expect(mail.header("Content-Type")?.hasPrefix("multipart/alternative; boundary=") == true)
            #expect(mail.header("Message-ID")?.hasSuffix("@sunrise.example.com>") == true)
            #expect(mail.header("Auto-Submitted") == "auto-generated")
            #expect(
                mail.header("Date")?.contains(#/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d \+0000$/#)
                    == true
            )
            let lines = mail.raw.split(separator: "\r\n")
            #expect(
                lines.allSatisfy { $0.utf8.count <= ($0.contains("=?") ? 76 : 100) && $0.utf8.allSatisfy { $0 < 0x80 } }
            )
        }
    }

    @Test("Keeps the identifier and the further headers it is given")
    func headers() async throws {
        try await MailSink.with { sink in
            var message = Self.message
            message.from = MailAddress(name: "O\"B\\", address: "office@sunrise.example.com")
            message.messageID = "job-1@sunrise.example.com"
            message.headers = [.init("Reply-To", "x@example.com"), .init("Auto-Submitted", "no"), .init("X-Note", "ũ")]
            message.html = nil
            try await SMTPMailer(url: sink.url, from: Self.campus).send(message)
            let mail = try await sink.next(to: "wanjiku@sunrise.example.com")
            #expect(mail.header("Message-ID") == "<job-1@sunrise.example.com>")
            #expect(mail.header("Reply-To") == "x@example.com" && mail.header("X-Note") == "=?UTF-8?B?xak=?=")
            #expect(mail.header("From") == #""O\"B\\" <office@sunrise.example.com>"#)
            #expect(mail.sender == "office@sunrise.example.com" && mail.html == nil)
            #expect(mail.raw.components(separatedBy: "Auto-Submitted:").count == 2)
        }
    }

    @Test("Signs in with the name and the password of the URL")
    func signsIn() async throws {
        try await MailSink.with { sink in
            let url = "smtp://campus%40sunrise:p%3A%2Fw%40d@127.0.0.1:\(sink.port)"
            try await SMTPMailer(url: url, from: Self.campus).send(Self.message)
            let credentials = try await sink.next().credentials
            #expect(credentials == Data("\0campus@sunrise\0p:/w@d".utf8).base64EncodedString())
        }
    }

    @Test(
        "A refusal says whether trying again helps",
        arguments: [
            (MailSink.Step.recipient, "550 5.1.1 no such user", MailError.Kind.permanent),
            (.recipient, "450 4.2.1 mailbox busy", .transient), (.sender, "553 5.7.1 not you", .permanent),
            (.sender, "451 4.3.0 later", .transient), (.data, "554 5.5.1 no", .permanent),
            (.data, "452 4.3.1 full", .transient),
            (.content, "554 5.7.1 spam", .permanent), (.content, "451 4.7.1 greylisted", .transient),
        ]
    )
    func refusal(step: MailSink.Step, reply: String, kind: MailError.Kind) async throws {
        try await MailSink.with { sink in
            sink.answer(.reply(reply), at: step, times: 1)
            let mailer = try SMTPMailer(url: sink.url, from: Self.campus)
            let error = await #expect(throws: MailError.self) { try await mailer.send(Self.message) }
            #expect(error?.kind == kind && error?.code == Int(reply.prefix(3)))
            #expect(error.map { reply.hasSuffix($0.reason) && !$0.reason.isEmpty } == true)
            #expect(sink.mails.isEmpty)
            try await mailer.send(Self.message)
            #expect(sink.mails.count == 1)
        }
    }

    @Test(
        "A server that hangs up or is not there is worth another try",
        arguments: [
            MailSink.Step.greeting, .hello, .sender, .recipient, .data, .content,
        ]
    )
    func hangsUp(step: MailSink.Step) async throws {
        try await MailSink.with { sink in
            sink.answer(.close, at: step, times: 1)
            let mailer = try SMTPMailer(url: sink.url, from: Self.campus)
            let error = await #expect(throws: MailError.self) { try await mailer.send(Self.message) }
            #expect(error?.kind == .transient)
            try await mailer.send(Self.message)
            try await sink.stop()
            let absent = try SMTPMailer(url: sink.url, from: Self.campus)
            let refused = await #expect(throws: MailError.self) { try await absent.send(Self.message) }
            #expect(refused?.kind == .transient && refused?.code == nil)
        }
    }

    @Test("A refused password is an operator's matter, and is not told")
    func password() async throws {
        try await MailSink.with { sink in
            sink.answer(.reply("535 5.7.8 bad password s3cret for campus"), at: .authentication)
            let mailer = try SMTPMailer(url: "smtp://campus:s3cret@127.0.0.1:\(sink.port)", from: Self.campus)
            let error = await #expect(throws: MailError.self) { try await mailer.send(Self.message) }
            #expect(error?.kind == .transient)
            #expect(error.map { "\($0)".contains("s3cret") || "\($0)".contains("campus") } == false)
        }
    }

    @Test("A password never crosses the network in the clear")
    func requiresProtection() async throws {
        try await MailSink.with { sink in
            let url = "smtp://campus:s3cret@127.0.0.1:\(sink.port)?tls=required"
            let mailer = try SMTPMailer(url: url, from: Self.campus)
            let error = await #expect(throws: MailError.self) { try await mailer.send(Self.message) }
            #expect(error?.kind == .transient && sink.mails.isEmpty)
        }
    }

    @Test("A silent server is given up after the time allowed")
    func silence() async throws {
        try await MailSink.with { sink in
            sink.answer(.silence, at: .sender, times: 1)
            let mailer = try SMTPMailer(
                server: SMTPServer(sink.url),
                from: Self.campus,
                timeouts: .init(connecting: .milliseconds(500), sending: .milliseconds(500))
            )
            let error = await #expect(throws: MailError.self) { try await mailer.send(Self.message) }
            #expect(error?.kind == .transient)
        }
    }
}
