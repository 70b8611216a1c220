import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import Values

@Suite("Telling people what happened", .timeLimit(.minutes(15)))
struct TellingTests {
    @Test("An enrolment is told to the learner and the guardian, in the campus and by one mail each")
    func enrollment() async throws {
        try await TestCampus.run { campus in
            let (amina, parent) = (try await campus.student(), try await campus.parent())
            try await campus.link(parent, to: amina)
            let course = try await campus.course(by: campus.teacher(), title: "Algebra I")
            for _ in 1...2 { _ = try await amina.post("/courses/\(course.id)/enroll") }
            try await campus.eventually { try await amina.get("/notifications").json["unread_count"]?.integer == 1 }
            let told = try #require(try await amina.notifications().first)
            #expect(
                Set((told.object?.members ?? []).map(\.name))
                    == ["id", "type", "title", "message", "read", "created_at", "action_url"]
            )
            #expect(told["type"]?.string == "system" && told["read"] == false)
            #expect(told["title"]?.string == "You are enrolled: Algebra I")
            #expect(told["action_url"]?.string == "/courses/\(course.id)")
            #expect(told["created_at"]?.string?.hasSuffix("Z") == true)
            #expect(try await parent.titles() == ["Amina Otieno is enrolled: Algebra I"])

            try await campus.mailsSent(2)
            let mails = Dictionary(grouping: campus.mail.mails) { $0.recipients }
            let mail = try #require(mails[[amina.email]]?.first)
            #expect(mail.subject == "You are enrolled: Algebra I" && mail.sender == "no-reply@example.com")
            #expect(mail.header("From") == "\"Sunrise Academy\" <no-reply@example.com>")
            #expect(mail.text.contains("Dear Amina Otieno,") && mail.text.contains("“Algebra I”"))
            #expect(mail.html?.contains("<html lang=\"en\">") == true)
            #expect(mails[[parent.email]]?.first?.subject == "Amina Otieno is enrolled: Algebra I")
        }
    }

    @Test("A completed course is told twice in the campus, as completed and as certified, and mailed once")
    func completion() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let course = try await campus.course(by: campus.teacher(), title: "Rivers", lessons: 2)
            try await campus.finish(course, as: amina)
            try await campus.eventually { try await amina.notifications().count == 3 }
            #expect(
                Set(try await amina.titles())
                    == ["You are enrolled: Rivers", "Course completed: Rivers", "Your certificate: Rivers"]
            )
            try await campus.mailsSent(2)
            let mail = try #require(campus.mail.mails.first { $0.subject == "Your certificate: Rivers" })
            let link = try #require(mail.links.first)
            #expect(link.hasPrefix("https://campus.example.com/verify/sunrise-academy/"))
            let page = try await campus.anonymous.get(link.replacing("https://campus.example.com", with: ""))
            #expect(page.status == 200 && page.text.contains("Amina Otieno"))
            #expect(try await amina.notifications().contains { $0["action_url"]?.string == link })
            try await campus.eventually {
                try await amina.get("/api/notifications/deliveries").json["deliveries"]?.array?
                    .allSatisfy { $0["status"]?.string == "sent" } == true
            }
            #expect(campus.mail.mails.count == 2)
        }
    }

    @Test(
        "Each person is told in their own language",
        arguments: [
            ("fr-CI", "Inscription confirmée : Algebra I", "Bonjour"), ("sw", "Umesajiliwa: Algebra I", "Habari"),
            ("yo", "You are enrolled: Algebra I", "Dear"),
        ]
    )
    func languages(locale: String, title: String, greeting: String) async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            try await campus.database.tenant(amina.school.id).execute(
                "update auth.users set locale = \(locale) where id = \(amina.id)"
            )
            let course = try await campus.course(by: campus.teacher(), title: "Algebra I")
            _ = try await amina.post("/courses/\(course.id)/enroll")
            try await campus.mailsSent(1)
            let mail = try #require(campus.mail.mails.first)
            #expect(mail.subject == title && mail.text.hasPrefix(greeting))
            #expect(try await amina.titles() == [title])
        }
    }

    @Test("What another school does is told to nobody here")
    func schools() async throws {
        try await TestCampus.run { campus in
            let learner = try await campus.student(in: .second)
            let course = try await campus.course(by: campus.teacher(in: .second))
            _ = try await learner.post("/courses/\(course.id)/enroll")
            try await campus.mailsSent(1)
            #expect(campus.mail.mails.first?.header("From")?.contains("Lagoon College") == true)
            let admin = try await campus.admin()
            #expect(try await admin.notifications().isEmpty)
            let id = try #require(try await learner.notifications().first?["id"]?.string)
            #expect(try await admin.patch("/notifications/\(id)/read").status == 404)
            let deliveries = try await admin.get("/api/notifications/deliveries?user_id=\(learner.id)")
            #expect(deliveries.status == 200 && deliveries.json["deliveries"]?.array?.isEmpty == true)
        }
    }
}
