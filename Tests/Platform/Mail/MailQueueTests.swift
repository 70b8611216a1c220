import Mail
import TestKit
import Testing

@Suite("Mails that wait", .timeLimit(.minutes(15)))
struct MailQueueTests {
    @Test("Fifty mails at once go over one connection, each exactly once")
    func oneConnection() async throws {
        try await MailSink.with { sink in
            let mailer = try SMTPMailer(url: sink.url, from: SMTPMailerTests.campus)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 { group.addTask { try await mailer.send(mail(number)) } }
                try await group.waitForAll()
            }
            #expect(Set(sink.mails.flatMap(\.recipients)) == Set((0..<50).map { mail($0).to.address }))
            #expect(sink.mails.count == 50 && sink.connections == 1)
        }
    }

    @Test("Cancelling gives up the mail being sent and the mails behind it")
    func cancels() async throws {
        try await MailSink.with { sink in
            sink.answer(.silence, at: .greeting, times: 1)
            let mailer = try SMTPMailer(url: sink.url, from: SMTPMailerTests.campus)
            let sent = Task { try await mailer.send(mail(1)) }
            while sink.connections == 0 { await Task.yield() }
            let waiting = Task { try await mailer.send(mail(2)) }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            sent.cancel()
            await #expect(throws: CancellationError.self) { try await sent.value }
            try await mailer.send(mail(3))
            #expect(sink.mails.map(\.recipients) == [["user3@example.com"]])
        }
    }

    @Test("Only a hundred mails wait; one more is refused for now")
    func bounded() async throws {
        try await MailSink.with { sink in
            sink.answer(.silence, at: .greeting, times: 1)
            let mailer = try SMTPMailer(url: sink.url, from: SMTPMailerTests.campus)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<150 {
                    group.addTask {
                        do {
                            try await mailer.send(mail(number))
                            return false
                        } catch {
                            return (error as? MailError)?.kind == .transient
                        }
                    }
                }
                var refused = 0
                for await isRefused in group {
                    if isRefused { refused += 1 }
                    // One is being sent and a hundred wait; the rest has come back: let go of those.
                    if refused == 49 { group.cancelAll() }
                }
                return refused
            }
            #expect(outcomes == 49 || outcomes == 50)
        }
    }

    @Test("Closing sends what waits, and refuses what comes later")
    func closes() async throws {
        try await MailSink.with { sink in
            let mailer = try SMTPMailer(url: sink.url, from: SMTPMailerTests.campus)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await mailer.send(mail(1)) }
                try await group.waitForAll()
            }
            await mailer.close()
            await mailer.close()
            let error = await #expect(throws: MailError.self) { try await mailer.send(mail(2)) }
            #expect(error?.kind == .transient && sink.mails.count == 1)
        }
    }

    private func mail(_ number: Int) -> MailMessage {
        MailMessage(
            to: MailAddress(address: "user\(number)@example.com"),
            subject: "Number \(number)",
            text: "\(number)"
        )
    }
}
