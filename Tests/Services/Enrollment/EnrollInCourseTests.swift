import CampusTestKit
import Endpoints
import EnrollmentAPI
import Testing
import Values

@Suite("Enrolling in a course", .timeLimit(.minutes(15)))
struct EnrollInCourseTests {
    @Test("A learner enrols with one click, without a body, and is told so")
    func oneClick() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Algebra I")
            let amina = try await campus.student()
            let answer = try await amina.enroll(in: course)
            #expect(answer.status == 200)
            #expect(answer.json["success"]?.bool == true)
            #expect(answer.json["message"]?.string == "Enrolled in Algebra I.")
            #expect(answer.json["status"]?.string == "enrolled")
            #expect(answer.json["course"] == ["id": .string(course.id), "title": "Algebra I"])
            #expect(answer.json["enrollment_id"]?.string.flatMap { EnrollmentID($0) } != nil)
        }
    }

    @Test("Enrolling twice, on any path, is one enrolment and one announcement")
    func twice() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, code: "class-stem")
            let amina = try await campus.student()
            let first = try await amina.enroll(in: course)
            let again = [
                try await amina.enroll(in: course),
                try await amina.post("/courses/class-stem/enroll"),
                try await amina.post("/api/enrollment/enroll", ["course_id": .string(course.id)]),
                try await amina.post(
                    "/api/enrollment/enroll",
                    ["courseId": .string(course.id), "studentId": amina.ref]
                ),
                try await amina.post("/api/lms/enroll", ["course_id": "class-stem"]),
            ]
            for answer in again {
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.json["enrollment_id"] == first.json["enrollment_id"])
                #expect(answer.json["course"]?["id"]?.string == course.id)
            }
            #expect(try await campus.announced(LearnerEnrolled.name) == 1)
        }
    }

    @Test("An empty body with a JSON media type is a body without members, as the portals send it")
    func emptyJSON() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let amina = try await campus.student()
            let answer = try await amina.post(
                "/courses/\(course.id)/enroll",
                headers: ["Content-Type": "application/json", "Content-Length": "0"]
            )
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test("Who may not enrol is refused, and nothing is written")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let admin = try await campus.admin()
            let course = try await campus.course(by: teacher)
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari"))
            let parent = try await campus.parent()
            let stranger = try await campus.student("Ada", in: .second)
            let path = "/courses/\(course.id)/enroll"
            let somebody = JSON.string(UserID().description)

            #expect(try await campus.anonymous.post(path).status == 401)
            #expect(try await teacher.post(path, ["student_id": amina.ref]).status == 403)
            #expect(try await amina.post(path, ["student_id": jabari.ref]).status == 403)
            #expect(try await parent.post(path).status == 422)
            #expect(try await admin.post(path).status == 422)
            #expect(try await admin.post(path, ["student_id": somebody]).status == 404)
            #expect(try await admin.post(path, ["student_id": stranger.ref]).status == 404)
            #expect(try await admin.post(path, ["student_id": teacher.ref]).status == 422)

            let unlinked = try await parent.post(path, ["student_id": amina.ref])
            let unknown = try await parent.post(path, ["student_id": somebody])
            #expect((unlinked.status, unlinked.json["code"]?.string) == (403, "not_your_child"))
            #expect((unknown.status, unknown.json["code"]?.string) == (403, "not_your_child"))

            #expect(try await stranger.post(path).status == 404)
            #expect(try await amina.post("/courses/\(CourseID())/enroll").status == 404)
            #expect(try await amina.post("/courses/no-such-class/enroll").status == 404)
            #expect(try await campus.announced(LearnerEnrolled.name) == 0)
        }
    }

    @Test("Bad input is a 4xx that names the field")
    func badInput() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let course = try await campus.course(by: try await campus.teacher())
            let path = "/courses/\(course.id)/enroll"
            let bodies: [(JSON, String)] = [
                (["student_id": "not-a-uuid"], "student_id"),
                (["student_id": 7], "student_id"),
                (["student_id": ["nested": true]], "student_id"),
                (["student": "misspelt"], "student"),
            ]
            for (body, field) in bodies {
                let answer = try await admin.post(path, body)
                #expect(answer.status == 422, "\(answer.text)")
                #expect(answer.json["errors"]?[0]?["field"]?.string == field, "\(answer.text)")
            }
            #expect(try await admin.post("/api/enrollment/enroll", [:]).json["errors"]?[0]?["field"] == "course_id")
            #expect(try await admin.client.send("POST", path, body: Array("{\"student_id\":".utf8)).status == 400)
            #expect(try await admin.client.send("POST", path, body: Array("[]".utf8)).status == 400)
        }
    }

    @Test("A parent enrols a linked child, an admin any student")
    func onBehalf() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let (admin, parent) = (try await campus.admin(), try await campus.parent())
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari"))
            try await admin.link(parent, to: amina)
            #expect(try await parent.post("/courses/\(course.id)/enroll", ["student_id": amina.ref]).status == 200)
            #expect(try await admin.post("/courses/\(course.id)/enroll", ["student_id": jabari.ref]).status == 200)
            for learner in [amina, jabari] {
                #expect(try await learner.get("/api/enrollment/my").json["enrollments"]?.array?.count == 1)
            }
        }
    }

    @Test("Where the school decides, learners and parents are refused and admins are not")
    func selfEnrollment() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher)
            #expect(try await teacher.patch("/courses/\(course.id)", ["self_enrollment": false]).status == 200)
            let (admin, parent, amina) = (
                try await campus.admin(), try await campus.parent(), try await campus.student()
            )
            try await admin.link(parent, to: amina)
            let own = try await amina.enroll(in: course)
            let parents = try await parent.post("/courses/\(course.id)/enroll", ["student_id": amina.ref])
            #expect((own.status, own.json["code"]?.string) == (403, "self_enrollment_disabled"))
            #expect((parents.status, parents.json["code"]?.string) == (403, "self_enrollment_disabled"))
            #expect(try await admin.post("/courses/\(course.id)/enroll", ["student_id": amina.ref]).status == 200)
            #expect(try await amina.post("/courses/\(course.id)/drop").status == 403)
        }
    }

    @Test("An archived course takes nobody, and forgets nobody")
    func archived() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher)
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari"))
            _ = try await amina.enroll(in: course)
            #expect(try await teacher.post("/courses/\(course.id)/archive").status == 200)
            let late = try await jabari.enroll(in: course)
            #expect((late.status, late.json["code"]?.string) == (409, "course_archived"))
            #expect(try await amina.enroll(in: course).status == 200)
        }
    }

    @Test("The same Idempotency-Key gets the same answer")
    func idempotencyKey() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let amina = try await campus.student()
            let key = ["Idempotency-Key": "enrol-once"]
            let first = try await amina.post("/courses/\(course.id)/enroll", headers: key)
            _ = try await amina.post("/courses/\(course.id)/drop")
            let again = try await amina.post("/courses/\(course.id)/enroll", headers: key)
            #expect(first.json["message"] == again.json["message"])
            // Answered from memory: the drop in between stands.
            #expect(try await amina.get("/api/enrollment/my").json["enrollments"] == [])
        }
    }
}
