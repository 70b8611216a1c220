import CampusTestKit
import Endpoints
import Events
import FoundationEssentials
import LMSAPI
import Postgres
import Testing
import Values

@Suite("Issuing certificates", .timeLimit(.minutes(15)))
struct IssuingTests {
    @Test("Whoever completes the last lesson has a certificate, made out with everything the answer promises")
    func issued() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate("Wanjikũ Ọ̀ṣun", title: "Rivers of East Africa")
            let certificate = graduate.certificate
            #expect(certificate["student_name"]?.string == "Wanjikũ Ọ̀ṣun")
            #expect(certificate["course_title"]?.string == "Rivers of East Africa")
            #expect(certificate["school_name"]?.string == "Sunrise Academy")
            #expect(certificate["course_id"]?.string == graduate.course.id)
            #expect(certificate["user_id"]?.string == graduate.learner.id.description)
            #expect(certificate["status"]?.string == "valid")
            let year = Timestamp.text(Date()).prefix(4)
            #expect(certificate["serial"]?.string == "SA-\(year)-000001")
            #expect(certificate["completed_at"]?.string.flatMap(Timestamp.date) != nil)
            #expect(certificate["revoked_at"] == nil && certificate["revocation_reason"] == nil)
            let code = try #require(certificate["verification_code"]?.string)
            #expect(code.split(separator: "-").map(\.count) == Array(repeating: 4, count: 7))
            #expect(
                certificate["verification_url"]?.string == "https://campus.example.com/verify/sunrise-academy/\(code)"
            )
            #expect(
                certificate["pdf_url"]?.string == "https://campus.example.com/api/certificates/\(graduate.id)/pdf"
            )
            let alone = try await graduate.learner.get("/api/certificates/\(graduate.id)")
            #expect(alone.status == 200 && alone.json["success"] == true && alone.json["certificate"] == certificate)
        }
    }

    @Test("Completing a course again, or hearing of it again, issues nothing; the next learner gets the next number")
    func once() async throws {
        try await TestCampus.run { campus in
            let first = try await campus.graduate()
            try await campus.finish(first.course, as: first.learner)
            let completed = CourseCompleted(
                courseID: try #require(CourseID(first.course.id)),
                courseTitle: "Algebra I",
                userID: first.learner.id,
                completedAt: Date()
            )
            try await campus.database.tenant(first.learner.school.id) { _ = try $0.announce(completed) }
            let second = try await campus.graduate("Jabari Mwangi")
            #expect(second.certificate["serial"]?.string?.hasSuffix("-000002") == true)
            let all = try await campus.admin().get("/api/certificates").json
            #expect(all["certificates"]?.array?.count == 2 && all["has_more"] == false)
        }
    }

    @Test("Two announcements of one completion at the same moment issue one certificate")
    func concurrently() async throws {
        try await TestCampus.run { campus in
            let learner = try await campus.student()
            let course = try await campus.course(by: campus.teacher(), lessons: 1)
            let completed = CourseCompleted(
                courseID: try #require(CourseID(course.id)),
                courseTitle: course.title,
                userID: learner.id,
                completedAt: Date()
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await campus.database.tenant(learner.school.id) { _ = try $0.announce(completed) }
                    }
                }
                try await group.waitForAll()
            }
            try await campus.eventually {
                try await campus.database.tenant(learner.school.id).value(
                    "select count(*) from events.inbox where consumer = 'certificate.issue' and state = 'done'",
                    as: Int.self
                ) == 20
            }
            #expect(try await learner.get("/api/certificates").json["certificates"]?.array?.count == 1)
            let issued = try await campus.database.tenant(learner.school.id).value(
                "select count(*) from events.outbox where name = 'certificate.issued'",
                as: Int.self
            )
            #expect(issued == 1)
        }
    }

    @Test("A school and a learner that change their names do not change what was certified")
    func snapshot() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let (school, learner) = (graduate.learner.school.id, graduate.learner.id)
            try await campus.database.tenant(school).execute(
                "update auth.users set name = 'Somebody Else' where id = \(learner)"
            )
            let answer = try await campus.anonymous.get(graduate.verificationJSON)
            #expect(answer.json["student_name"]?.string == "Amina Otieno")
        }
    }
}
