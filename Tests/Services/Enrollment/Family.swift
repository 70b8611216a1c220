import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

extension Person {
    /// The person's id as a JSON text.
    var ref: JSON { .string(id.description) }

    /// Puts oneself in a course.
    func enroll(in course: TestCourse) async throws -> PlatformClient.Answer {
        try await post("/courses/\(course.id)/enroll")
    }

    /// Makes a parent the guardian of a student; for admins.
    func link(
        _ parent: Person,
        to student: Person,
        as relationship: String = "daughter",
        grade: String? = nil
    ) async throws {
        var body = JSONObject()
        body["parent_id"] = parent.ref
        body["student_id"] = student.ref
        body["relationship"] = .string(relationship)
        body["grade_level"] = grade.map(JSON.string)
        let answer = try await post("/api/enrollment/parents/link-student", .object(body))
        try #require(answer.status == 200, "\(answer.text)")
    }
}

extension TestCampus {
    /// How many events of that name were announced in the first school.
    func announced(_ name: String) async throws -> Int {
        try await database.tenant(schools[0].id).value(
            "select count(*) from events.outbox where name = \(name)",
            as: Int.self
        ) ?? 0
    }
}
