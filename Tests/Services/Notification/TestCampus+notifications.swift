import CampusTestKit
import Endpoints
import TestKit
import Testing
import Values

extension Person {
    /// What this person was told, newest first.
    func notifications(_ query: String = "") async throws -> [JSON] {
        let answer = try await get("/notifications" + query)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["notifications"]?.array ?? []
    }

    /// The titles of what this person was told, newest first.
    func titles(_ query: String = "") async throws -> [String] {
        try await notifications(query).compactMap { $0["title"]?.string }
    }
}

extension TestCampus {
    /// Makes the parent the student's guardian.
    func link(_ parent: Person, to student: Person) async throws {
        let answer = try await admin().post(
            "/api/enrollment/parents/link-student",
            [
                "parent_id": .string(parent.id.description), "student_id": .string(student.id.description),
                "relationship": "daughter",
            ]
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// A learner who was told of so many enrolments.
    func told(times: Int) async throws -> Person {
        let (teacher, learner) = (try await teacher(), try await student())
        for number in 0..<times {
            let course = try await course(by: teacher, title: "Course \(number + 1)", lessons: 1)
            try #require(try await learner.post("/courses/\(course.id)/enroll").status == 200)
        }
        try await eventually { try await learner.notifications().count == times }
        return learner
    }

    /// Waits until the mail server took so many mails.
    func mailsSent(_ count: Int) async throws {
        try await eventually("\(count) mails did not come, but \(mail.mails.count)") { mail.mails.count == count }
    }
}
