import AuthAPI
import CampusTestKit
import Endpoints
import Events
import FoundationEssentials
import Postgres
import TestKit
import Testing
import Values

@Suite("Mail about accounts", .timeLimit(.minutes(15)))
struct AccountMailTests {
    @Test("A link goes to the person, in the school's name and the person's language, as HTML and text")
    func link() async throws {
        try await TestCampus.run { campus in
            var mail = try AccountMailRequested(
                .resetPassword,
                to: Email(parsing: "awa@sunrise.example.com"),
                named: "Awa Diop",
                reading: LanguageTag(parsing: "fr-CI")
            )
            (mail.link, mail.validForMinutes, mail.userID) = ("/reset-password?token=abc", 60, UserID())
            try await campus.announce(mail)
            try await campus.mailsSent(1)
            let sent = try #require(campus.mail.mails.first)
            #expect(sent.recipients == ["awa@sunrise.example.com"])
            #expect(sent.subject == "Choisissez un nouveau mot de passe")
            #expect(sent.text.contains("pendant 1 heure") && sent.text.contains("Bonjour Awa Diop"))
            let address = "https://campus.example.com/reset-password?token=abc"
            #expect(sent.text.contains(address) && (sent.html ?? "").contains("href=\"\(address)\""))
        }
    }

    @Test("A code, a device and a time stand in the mail; whoever has no account is not told that they have")
    func words() async throws {
        try await TestCampus.run { campus in
            var code = try campus.mailToJuma(.emailCode)
            (code.code, code.validForMinutes) = ("042137", 5)
            var device = try campus.mailToJuma(.newDevice)
            (device.device, device.occurredAt) = ("Firefox on Linux", Timestamp.date("2026-03-01T14:05:59Z"))
            (device.userID, device.locale) = (UserID(), try LanguageTag(parsing: "en"))
            try await campus.announce(code)
            try await campus.mailsSent(1)
            try await campus.announce(device)
            try await campus.mailsSent(2)
            let mails = campus.mail.mails
            #expect(mails[0].text.contains("Msimbo wako ni 042137") && mails[0].text.contains("dakika 5"))
            #expect(!mails[0].subject.contains("042137") && mails[0].text.contains("mtu wa Sunrise Academy"))
            #expect(mails[1].text.contains("Firefox on Linux, 2026-03-01 14:05 UTC"))
            #expect(mails[1].text.contains("you, or a child in your care"))
        }
    }

    @Test("Every kind has words of its own in every language")
    func kinds() async throws {
        try await TestCampus.run { campus in
            for kind in AccountMailKind.allCases {
                for language in ["en", "fr", "sw"] {
                    var mail = try campus.mailToJuma(kind)
                    mail.locale = try LanguageTag(parsing: language)
                    try await campus.announce(mail)
                }
            }
            let count = AccountMailKind.allCases.count * 3
            try await campus.mailsSent(count)
            #expect(Set(campus.mail.mails.map(\.subject)).count == count)
        }
    }
}

extension TestCampus {
    fileprivate func announce(_ mail: AccountMailRequested) async throws {
        try await database.tenant(schools[0].id) { _ = try $0.announce(mail) }
    }

    fileprivate func mailToJuma(_ kind: AccountMailKind) throws -> AccountMailRequested {
        try AccountMailRequested(
            kind,
            to: Email(parsing: "juma@sunrise.example.com"),
            named: "Juma",
            reading: LanguageTag(parsing: "sw")
        )
    }
}
