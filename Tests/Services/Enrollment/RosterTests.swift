import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@testable import EnrollmentService

@Suite("Rosters", .timeLimit(.minutes(15)))
struct RosterTests {
    /// A course with two learners, the first with a guardian who has a phone.
    private struct Class {
        let teacher: Person
        let admin: Person
        let course: TestCourse
        let amina: Person
        let jabari: Person
        let guardian: JSON

        init(in campus: TestCampus) async throws {
            teacher = try await campus.teacher()
            admin = try await campus.admin()
            course = try await campus.course(by: teacher, title: "Algebra I", lessons: 2, code: "class-stem")
            amina = try await campus.student("Amina Otieno")
            jabari = try await campus.student("Jabari")
            let made = try await admin.post(
                "/api/auth/users",
                [
                    "email": "obi@sunrise.example.com", "name": "=Obi \"Big\" Nwosu", "role": "parent",
                    "password": .string(TestCampus.password), "phone_number": "+254700000003",
                ]
            )
            guardian = try #require(made.json["user"]?["id"], "\(made.text)")
            let link: JSON = ["parent_id": guardian, "student_id": amina.ref, "relationship": "daughter"]
            try #require(try await admin.post("/api/enrollment/parents/link-student", link).status == 200)
            for learner in [jabari, amina] { try #require(try await learner.enroll(in: course).status == 200) }
        }
    }

    @Test("The teacher sees the class by name, with a guardian to call")
    func students() async throws {
        try await TestCampus.run { campus in
            let world = try await Class(in: campus)
            let answer = try await world.teacher.get("/api/enrollment/classes/class-stem/students")
            #expect(
                answer.json["students"] == [
                    [
                        "id": world.amina.ref, "first_name": "Amina", "last_name": "Otieno",
                        "email": .string(world.amina.email), "guardian_name": "=Obi \"Big\" Nwosu",
                        "guardian_contact": "+254700000003", "status": "active",
                    ],
                    [
                        "id": world.jabari.ref, "first_name": "Jabari", "email": .string(world.jabari.email),
                        "status": "active",
                    ],
                ]
            )
            let doubled = "/api/enrollment/api/enrollment/classes/\(world.course.id)/students"
            #expect(try await world.teacher.get(doubled).json["students"] == answer.json["students"])
        }
    }

    @Test("The roster has parents, pages and a total")
    func roster() async throws {
        try await TestCampus.run { campus in
            let world = try await Class(in: campus)
            let path = "/api/enrollment/roster/\(world.course.id)"
            let whole = try await world.teacher.get(path)
            #expect(whole.json["students"]?.array?.map { $0["name"]?.string } == ["Amina Otieno", "Jabari"])
            #expect(
                whole.json["students"]?[0]?["parent"] == [
                    "name": "=Obi \"Big\" Nwosu", "phone": "+254700000003", "email": "obi@sunrise.example.com",
                ]
            )
            #expect(whole.json["students"]?[1]?["parent"] == nil)
            let second = try await world.admin.get(path + "?page=2&limit=1")
            #expect(second.json["students"]?.array?.map { $0["id"] } == [world.jabari.ref])
            #expect(second.json["total"] == 2)
            #expect(try await world.teacher.get(path + "?limit=101").status == 422)
        }
    }

    @Test("The class roster shows how far each has come")
    func progress() async throws {
        try await TestCampus.run { campus in
            let world = try await Class(in: campus)
            let done = try await world.amina.post(
                "/lessons/\(world.course.lessonIDs[0])/complete",
                ["time_spent_minutes": 5]
            )
            #expect((200...204).contains(done.status))
            let roster = try await world.teacher.get("/api/enrollment/classes/class-stem/roster").json["students"]
            #expect(roster?.array?.map { $0["progress_percentage"]?.double } == [50, 0])
            #expect(roster?.array?.map { $0["total_lessons"]?.integer } == [2, 2])
            let mine = try await world.amina.get("/api/lms/enrollments").json["enrollments"]?[0]
            #expect(mine?["progress_percentage"]?.double == 50)
            #expect(mine?["course"]?["title"] == "Algebra I")
            #expect(mine?["course"]?["instructor_name"]?.string == world.teacher.name)
            #expect(mine?["enrolled_at"]?.string?.hasSuffix("Z") == true)
        }
    }

    @Test("Other teachers, learners and parents are refused; a class that does not exist is empty")
    func access() async throws {
        try await TestCampus.run { campus in
            let world = try await Class(in: campus)
            let (other, parent) = (try await campus.teacher("Other"), try await campus.parent())
            let foreign = try await campus.teacher("Far away", in: .second)
            let id = world.course.id
            let paths = [
                "/api/enrollment/classes/\(id)/students", "/api/enrollment/classes/\(id)/roster",
                "/api/enrollment/roster/\(id)", "/api/enrollment/roster/\(id)/csv",
            ]
            for path in paths {
                #expect(try await campus.anonymous.get(path).status == 401)
                for person in [other, parent, world.amina] { #expect(try await person.get(path).status == 403) }
                #expect(try await world.admin.get(path).status == 200)
                let expected = path.hasSuffix("students") ? 200 : 404
                #expect(try await foreign.get(path).status == expected)
            }
            for unknown in ["class-english", CourseID().description] {
                let answer = try await world.teacher.get("/api/enrollment/classes/\(unknown)/students")
                #expect((answer.status, answer.json["students"]) == (200, []))
                #expect(try await world.teacher.get("/api/enrollment/roster/\(unknown)").status == 404)
            }
            #expect(try await foreign.get("/api/enrollment/classes/\(id)/students").json["students"] == [])
        }
    }

    @Test("The spreadsheet has a row for each learner and runs nobody's name as a formula")
    func spreadsheet() async throws {
        try await TestCampus.run { campus in
            let world = try await Class(in: campus)
            let answer = try await world.teacher.get("/api/enrollment/roster/\(world.course.id)/csv")
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(answer.headers[.contentDisposition]?.contains("Algebra I roster.csv") == true)
            let lines = answer.text.split(separator: "\r\n")
            #expect(lines.count == 3)
            #expect(lines[0].hasSuffix("Name,E-mail,Status,Enrolled on,Guardian,Guardian's phone,Guardian's e-mail"))
            #expect(lines[1].hasPrefix("Amina Otieno,\(world.amina.email),enrolled,"))
            #expect(lines[1].hasSuffix("\"'=Obi \"\"Big\"\" Nwosu\",'+254700000003,obi@sunrise.example.com"))
            #expect(lines[2].hasSuffix(",,,"))
        }
    }

    @Test(
        "Cells are quoted as RFC 4180 wants and never begin like a formula",
        arguments: [
            ("Amina", "Amina"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("\"", "\"\"\"\""),
            ("\"\u{301}", "\"\"\"\u{301}\""),
            ("=1+1", "'=1+1"), ("+254", "'+254"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"),
            ("\r\nx", "\"'\r\nx\""),
        ]
    )
    func cells(_ value: String, _ written: String) {
        #expect(RosterSheet.cell(value) == written)
    }
}
