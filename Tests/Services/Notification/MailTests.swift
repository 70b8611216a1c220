import CampusTestKit
import Endpoints
import EnrollmentAPI
import Events
import Postgres
import TestKit
import Testing
import Values

@Suite("Mail that is sent", .timeLimit(.minutes(15)))
struct MailTests {
    @Test("A mail that the server puts off is tried again, is the same mail, and is recorded as sent")
    func retries() async throws {
        try await TestCampus.run { campus in
            campus.mail.answer(.reply("451 4.3.0 try again later"), at: .content, times: 2)
            let amina = try await campus.told(times: 1)
            try await campus.mailsSent(1)
            try await campus.eventually { try await state(of: amina).map(\.status) == ["sent"] }
            let delivery = try #require(try await state(of: amina).first)
            #expect(delivery.attempts == 3 && delivery.json["sent_at"]?.string?.hasSuffix("Z") == true)
            #expect(delivery.json["kind"]?.string == "enrollment")
            #expect(delivery.json["subject"]?.string == "You are enrolled: Course 1")
            let id = try #require(delivery.json["id"]?.string)
            #expect(campus.mail.mails.first?.header("Message-ID") == "<\(id)@example.com>")
        }
    }

    @Test("A mail that the server refuses for good is not tried again, and is recorded as failed")
    func refusals() async throws {
        try await TestCampus.run { campus in
            campus.mail.answer(.reply("550 5.1.1 no such user"), at: .recipient)
            let amina = try await campus.told(times: 1)
            try await campus.eventually { try await state(of: amina).map(\.status) == ["failed"] }
            let delivery = try #require(try await state(of: amina).first)
            #expect(delivery.attempts == 1 && delivery.json["sent_at"] == nil)
            let parked = try await campus.database.tenant(amina.school.id).value(
                "select count(*) from events.jobs where name = 'notification.send_mail' and state = 'parked'",
                as: Int.self
            )
            #expect(parked == 1 && campus.mail.mails.isEmpty)
            #expect(try await amina.notifications().count == 1)
        }
    }

    @Test("Nobody but admins sees other people's mails")
    func deliveries() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.told(times: 1)
            let path = "/api/notifications/deliveries?user_id=\(amina.id)"
            #expect(try await amina.get(path).json["deliveries"]?.array?.count == 1)
            #expect(try await campus.admin().get(path).json["deliveries"]?.array?.count == 1)
            #expect(try await campus.student("Jabari").get(path).status == 403)
            #expect(try await campus.teacher().get(path).status == 403)
            #expect(try await campus.anonymous.get(path).status == 401)
            #expect(try await amina.get("/api/notifications/deliveries?limit=1000").status == 422)
        }
    }

    @Test("No name and no title adds a header or a recipient, or leaves its place in the HTML")
    func injection() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student("Amina \u{0600}<script>alert(1)</script>")
            let event = LearnerEnrolled(
                enrollmentID: EnrollmentID(),
                courseID: CourseID(),
                courseTitle: "Algebra\r\nBcc: eve@example.com\r\n\r\n\"\u{0301}<img src=x>\u{202E}",
                userID: amina.id,
                enrolledBy: amina.id
            )
            try await campus.database.tenant(amina.school.id) { _ = try $0.announce(event) }
            try await campus.mailsSent(1)
            let mail = try #require(campus.mail.mails.first)
            #expect(mail.recipients == [amina.email] && mail.header("Bcc") == nil)
            #expect(mail.subject.hasPrefix("You are enrolled: Algebra  Bcc: eve@example.com"))
            let html = (mail.html ?? "").unicodeScalars.map { $0.isASCII ? Character($0) : "?" }
            #expect(!String(html).contains("<script") && !String(html).contains("<img"))
            #expect(String(html).contains("&lt;script&gt;"))
        }
    }

    private struct Delivery {
        let json: JSON
        var status: String { json["status"]?.string ?? "" }
        var attempts: Int { json["attempts"]?.integer ?? 0 }
    }

    private func state(of person: Person) async throws -> [Delivery] {
        let answer = try await person.get("/api/notifications/deliveries")
        return (answer.json["deliveries"]?.array ?? []).map(Delivery.init)
    }
}
