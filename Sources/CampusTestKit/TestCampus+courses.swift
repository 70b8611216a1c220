import Endpoints
import Values

/// A course in a test's world.
package struct TestCourse: Sendable {
    package let id: String
    package let title: String
    package let moduleID: String
    package let lessonIDs: [String]
}

extension TestCampus {
    /// A course with one module and so many text lessons, made through the API.
    package func course(
        by teacher: Person,
        title: String = "Algebra I",
        lessons: Int = 2,
        seatLimit: Int? = nil,
        code: String? = nil
    ) async throws -> TestCourse {
        var body: JSONObject = JSONObject()
        body["title"] = .string(title)
        body["description"] = "A course for a test."
        body["subject"] = "Mathematics"
        body["grade_level"] = "Grade 8"
        body["seat_limit"] = seatLimit.map(JSON.integer)
        body["code"] = code.map(JSON.string)
        let course = try await made(teacher.post("/courses", .object(body)), "course")
        let module = try await made(
            teacher.post("/modules", ["title": "Module 1", "course_id": .string(course)]),
            "module"
        )
        var lessonIDs: [String] = []
        for number in stride(from: 1, through: lessons, by: 1) {
            lessonIDs.append(
                try await made(
                    teacher.post(
                        "/lessons",
                        [
                            "title": .string("Lesson \(number)"), "type": "text", "module_id": .string(module),
                            "content": ["body": "<p>Text.</p>"],
                        ]
                    ),
                    "lesson"
                )
            )
        }
        return TestCourse(id: course, title: title, moduleID: module, lessonIDs: lessonIDs)
    }

    /// Enrols a learner and completes every lesson.
    package func finish(_ course: TestCourse, as learner: Person) async throws {
        _ = try await learner.post("/courses/\(course.id)/enroll")
        for lesson in course.lessonIDs {
            _ = try await learner.post("/lessons/\(lesson)/complete", ["time_spent_minutes": 5])
        }
    }

    private func made(_ answer: PlatformClient.Answer, _ noun: String) throws -> String {
        guard (200...201).contains(answer.status), let id = answer.json[noun]?["id"]?.string else {
            throw DidNotHappen(description: "making a \(noun) was answered with \(answer.status): \(answer.text)")
        }
        return id
    }
}
