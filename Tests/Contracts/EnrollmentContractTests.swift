import CampusTestKit
import Endpoints
import Testing
import Values

/// Children and classes as the parent and teacher portals ask for them (contract section 1.5).
@Suite("Contract: enrolment", .timeLimit(.minutes(15)))
struct EnrollmentContractTests {
    @Test("A parent's children, along the doubled prefix and the plain one")
    func children() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            for prefix in ["/api/enrollment/api/enrollment", "/api/enrollment"] {
                let answer = try await Portal(room.parent).send("GET", "\(prefix)/parents/\(room.parent.id)/children")
                #expect(WireRules.breaches(answer, .children) == [], "\(prefix)")
                let ids = answer.json["children"]?.array?.map { $0["id"] }
                #expect(ids == [.string(room.learner.id.description)])
            }
        }
    }

    @Test("The learners of a class, by slug and by id, along both prefixes; an unknown class has none")
    func roster() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            for prefix in ["/api/enrollment/api/enrollment", "/api/enrollment"] {
                for (id, count) in [("class-stem", 1), (room.course.id, 1), ("class-unknown", 0)] {
                    let answer = try await Portal(room.teacher).send("GET", "\(prefix)/classes/\(id)/students")
                    #expect(WireRules.breaches(answer, .classStudents) == [], "\(prefix) \(id)")
                    #expect(answer.json["students"]?.array?.count == count, "\(prefix) \(id)")
                }
            }
        }
    }

    /// Table 1.0, as far as its operations exist.
    @Test("Every other path that documents and clients know reaches its operation")
    func aliases() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            let (course, module) = (room.course.id, room.course.moduleID)
            let lines: [(Person, String, String, JSON?)] = [
                (room.learner, "GET", "/api/lms/courses/\(course)", nil),
                (room.learner, "GET", "/api/courses/\(course)", nil),
                (room.learner, "POST", "/api/enrollment/enroll", ["course_id": .string(course)]),
                (room.learner, "POST", "/api/lms/enroll", ["course_id": .string(course)]),
                (room.learner, "GET", "/api/enrollment/my", nil), (room.learner, "GET", "/api/lms/enrollments", nil),
                (room.learner, "GET", "/api/content/modules/\(course)", nil),
                (room.learner, "GET", "/api/content/courses/\(course)/modules", nil),
                (room.learner, "GET", "/api/content/lessons/\(module)", nil),
                (room.learner, "GET", "/api/content/modules/\(module)/lessons", nil),
                (room.teacher, "GET", "/api/enrollment/roster/\(course)", nil),
                (room.teacher, "GET", "/api/enrollment/classes/\(course)/roster", nil),
                (room.teacher, "GET", "/api/lms/teachers/\(room.teacher.id)/classes", nil),
            ]
            for (person, method, path, body) in lines {
                let answer = try await Portal(person).send(method, path, body)
                #expect(WireRules.breaches(answer, .body([:])) == [], "\(method) \(path)")
            }
        }
    }
}
