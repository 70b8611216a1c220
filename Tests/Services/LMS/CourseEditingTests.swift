import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Creating and changing courses", .timeLimit(.minutes(15)))
struct CourseEditingTests {
    @Test("A course keeps what it was created with; its code comes from the title and is its own")
    func create() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let body: JSON = [
                "title": "Ìtàn Yorùbá: Part 1", "description": "Two\nlines", "subject": "History",
                "grade_level": "Grade 9", "seat_limit": 30, "self_enrollment": false,
                "thumbnail_url": "https://example.com/a.png",
            ]
            let first = try await teacher.post("/courses", body)
            #expect(first.status == 201)
            #expect(first.json["course"]?["code"] == "itan-yoruba-part-1")
            #expect(first.json["course"]?["seat_limit"] == 30)
            #expect(first.json["course"]?["self_enrollment"] == false)
            #expect(first.json["course"]?["thumbnail_url"] == "https://example.com/a.png")
            #expect(first.json["course"]?["instructor_id"]?.string == teacher.id.description)
            let second = try await teacher.post("/api/lms/courses", ["title": "Ìtàn Yorùbá Part 1"])
            #expect(second.json["course"]?["code"] == "itan-yoruba-part-1-2")
            let taken = try await teacher.post("/courses", ["title": "X", "code": "itan-yoruba-part-1"])
            #expect(taken.status == 409)
            #expect(taken.json["code"] == "code_taken")
            let elsewhere = try await campus.teacher(in: .second).post(
                "/courses",
                ["title": "X", "code": "itan-yoruba-part-1"]
            )
            #expect(elsewhere.status == 201)
        }
    }

    @Test("Only administrators choose the teacher, and only among the school's")
    func instructor() async throws {
        try await TestCampus.run { campus in
            let (teacher, admin) = (try await campus.teacher(), try await campus.admin())
            let named: JSON = ["title": "Music", "instructor_id": .string(teacher.id.description)]
            let course = try await admin.post("/courses", named)
            #expect(course.json["course"]?["instructor_name"]?.string == teacher.name)
            #expect(try await campus.teacher("Other").post("/courses", named).status == 403)
            let student = try await campus.student()
            let foreign = try await campus.teacher(in: .second)
            for person in [student, foreign] {
                let answer = try await admin.post(
                    "/courses",
                    ["title": "Music", "instructor_id": .string(person.id.description)]
                )
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"] == "instructor_id")
            }
            #expect(try await student.post("/courses", ["title": "Music"]).status == 403)
            #expect(try await campus.parent().post("/courses", ["title": "Music"]).status == 403)
        }
    }

    @Test("A change touches what it names; null takes the seat limit away; strangers change nothing")
    func update() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Algebra I", lessons: 0, seatLimit: 5)
            let path = "/courses/\(course.id)"
            let renamed = try await teacher.patch(path, ["title": "Algebra One"]).json["course"]
            #expect(renamed?["title"] == "Algebra One")
            #expect(renamed?["seat_limit"] == 5)
            #expect(renamed?["description"] == "A course for a test.")
            let unlimited = try await teacher.patch(path, ["seat_limit": .null]).json["course"]
            #expect(unlimited?["seat_limit"] == nil)
            #expect(unlimited?["title"] == "Algebra One")
            #expect(try await campus.teacher("Other").patch(path, ["title": "Mine"]).status == 404)
            #expect(try await campus.admin(in: .second).patch(path, ["title": "Mine"]).status == 404)
            #expect(try await campus.student().patch(path, ["title": "Mine"]).status == 403)
            #expect(
                try await campus.admin().patch(path, ["status": "archived"]).json["course"]?["status"] == "archived"
            )
        }
    }

    @Test("No course can wait for itself, not even when two changes close the circle at once")
    func prerequisites() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let one = try await campus.course(by: teacher, title: "Algebra I", lessons: 1)
            let two = try await campus.course(by: teacher, title: "Algebra II", lessons: 0)
            let needs: JSON = ["prerequisites": [.string(one.id)]]
            #expect(try await teacher.patch("/courses/\(two.id)", needs).status == 200)
            let circle = try await teacher.patch("/courses/\(one.id)", ["prerequisites": [.string(two.id)]])
            #expect(circle.status == 409)
            #expect(circle.json["code"] == "prerequisite_cycle")
            #expect(try await teacher.patch("/courses/\(one.id)", needs).status == 409)
            let foreign = try await campus.course(by: campus.teacher(in: .second), lessons: 0)
            let unknown = try await teacher.patch("/courses/\(one.id)", ["prerequisites": [.string(foreign.id)]])
            #expect(unknown.status == 422)
            let amina = try await campus.student()
            try await campus.finish(one, as: amina)
            let shown = try await amina.get("/courses/\(two.id)").json["course"]?["prerequisites"]
            #expect(shown == [["id": .string(one.id), "title": "Algebra I", "completed": true]])

            for _ in 0..<5 {
                for course in [one, two] {
                    #expect(try await teacher.patch("/courses/\(course.id)", ["prerequisites": []]).status == 200)
                }
                async let left = teacher.patch("/courses/\(one.id)", ["prerequisites": [.string(two.id)]]).status
                async let right = teacher.patch("/courses/\(two.id)", needs).status
                #expect(try await [left, right].sorted() == [200, 409])
            }
        }
    }

    @Test("Each bad member of a new course is refused by name and no course appears")
    func badInput() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let long = JSON.string(String(repeating: "a", count: 201))
            let bodies: [(JSON, String)] = [
                ([:], "title"), (["title": "  "], "title"), (["title": long], "title"), (["title": 7], "title"),
                (["title": "X\u{7}"], "title"), (["title": "X", "seat_limit": 0], "seat_limit"),
                (["title": "X", "seat_limit": 1.5], "seat_limit"), (["title": "X", "code": "Has Spaces"], "code"),
                (["title": "X", "status": "open"], "status"),
                (["title": "X", "thumbnail_url": "/a.png"], "thumbnail_url"),
                (["title": "X", "prerequisites": ["class-stem"]], "prerequisites.0"),
                (["title": "X", "price": 7], "price"),
            ]
            for (body, field) in bodies {
                let answer = try await teacher.post("/courses", body)
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"]?.string == field)
            }
            #expect(try await teacher.get("/courses").json["total"] == 0)
        }
    }

    @Test("The same idempotency key creates one course")
    func idempotencyKey() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let key = ["Idempotency-Key": "create-botany-1"]
            let first = try await teacher.post("/courses", ["title": "Botany"], headers: key)
            let again = try await teacher.post("/courses", ["title": "Botany"], headers: key)
            #expect(first.json["course_id"] == again.json["course_id"])
            #expect(try await teacher.get("/courses").json["total"] == 1)
            #expect(try await teacher.post("/courses", ["title": "Zoology"], headers: key).status == 422)
        }
    }
}
