import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Prerequisites", .timeLimit(.minutes(15)))
struct PrerequisiteTests {
    @Test("Algebra II is refused until Algebra I is completed, and the refusal names it")
    func inOrder() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let first = try await campus.course(by: teacher, title: "Algebra I", lessons: 1)
            let other = try await campus.course(by: teacher, title: "Sets", lessons: 1)
            let second = try await campus.course(by: teacher, title: "Algebra II")
            let required: JSON = ["prerequisites": [.string(first.id), .string(other.id)]]
            #expect(try await teacher.patch("/courses/\(second.id)", required).status == 200)
            let amina = try await campus.student()

            let refused = try await amina.enroll(in: second)
            #expect((refused.status, refused.json["code"]?.string) == (409, "prerequisite_missing"))
            #expect(refused.json["message"]?.string == "Complete first: Algebra I, Sets.")

            try await campus.finish(first, as: amina)
            #expect(try await amina.enroll(in: second).json["message"]?.string == "Complete first: Sets.")
            try await campus.finish(other, as: amina)
            #expect(try await amina.enroll(in: second).status == 200)
        }
    }

    @Test("Completing the last lesson completes the enrolment, and a completed course cannot be dropped")
    func completion() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher(), lessons: 2)
            let amina = try await campus.student()
            try await campus.finish(course, as: amina)
            // lms has completed it; this service may not have heard of that yet, and refuses all the same.
            let drop = try await amina.post("/courses/\(course.id)/drop")
            #expect((drop.status, drop.json["code"]?.string) == (409, "already_completed"))
            try await campus.eventually {
                let mine = try await amina.get("/api/enrollment/my").json["enrollments"]?[0]
                return mine?["status"]?.string == "completed" && mine?["completed_at"]?.string != nil
            }
            let mine = try await amina.get("/api/enrollment/my?status=completed").json["enrollments"]?[0]
            #expect(mine?["progress_percentage"]?.double == 100)
            #expect(try await amina.enroll(in: course).json["status"]?.string == "completed")
        }
    }
}
