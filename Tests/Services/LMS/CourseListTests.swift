import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("The list of courses", .timeLimit(.minutes(15)))
struct CourseListTests {
    @Test("A course has exactly the members the portals read, and no null")
    func shape() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher("Wanjikũ Kamau")
            let course = try await campus.course(by: teacher, title: "Algebra I", lessons: 2)
            let amina = try await campus.student()
            #expect(try await amina.post("/courses/\(course.id)/enroll").status == 200)
            #expect(try await amina.post("/lessons/\(course.lessonIDs[0])/complete").status == 200)

            let answer = try await amina.get("/courses?enrolled=true&status=active")
            #expect(answer.status == 200)
            #expect(answer.json["success"] == true)
            #expect(answer.json["pagination"] == ["current_page": 1, "total_pages": 1, "total_items": 1])
            let expected: JSON = [
                "id": .string(course.id), "code": "algebra-i", "title": "Algebra I",
                "description": "A course for a test.", "subject": "Mathematics", "grade_level": "Grade 8",
                "status": "active", "instructor_id": .string(teacher.id.description),
                "instructor_name": "Wanjikũ Kamau", "self_enrollment": true, "enrollment_count": 1,
                "lesson_count": 2, "enrolled": true, "progress_percentage": 50,
            ]
            #expect(answer.json["courses"] == .array([expected]))

            let other = try await campus.student("Jabari Mwangi")
            let seen = try await other.get("/api/lms/courses").json["courses"]?[0]
            #expect(seen?["enrolled"] == false)
            #expect(seen?["progress_percentage"] == nil)
        }
    }

    @Test("Students see active courses, teachers their own, administrators all, another school none")
    func audiences() async throws {
        try await TestCampus.run { campus in
            let wanjiku = try await campus.teacher()
            let other = try await campus.teacher("Mr Kariuki")
            _ = try await campus.course(by: wanjiku, title: "Botany", lessons: 0)
            _ = try await campus.course(by: other, title: "Chemistry", lessons: 0)
            #expect(try await other.post("/courses", ["title": "Unfinished", "status": "draft"]).status == 201)
            let over = try await campus.course(by: wanjiku, title: "Astronomy", lessons: 0)
            let amina = try await campus.student()
            #expect(try await amina.post("/courses/\(over.id)/enroll").status == 200)
            #expect(try await wanjiku.post("/courses/\(over.id)/archive").status == 200)

            #expect(try await titles(campus.student("Zuri"), "/courses") == ["Botany", "Chemistry"])
            #expect(try await titles(campus.parent(), "/courses") == ["Botany", "Chemistry"])
            #expect(try await titles(amina, "/courses") == ["Astronomy", "Botany", "Chemistry"])
            #expect(try await titles(amina, "/courses?status=archived&enrolled=true") == ["Astronomy"])
            #expect(try await titles(wanjiku, "/courses?status=active") == ["Botany"])
            #expect(try await titles(other, "/courses") == ["Chemistry", "Unfinished"])
            #expect(
                try await titles(campus.admin(), "/courses") == ["Astronomy", "Botany", "Chemistry", "Unfinished"]
            )
            #expect(try await titles(campus.student(in: .second), "/courses") == [])
            #expect(try await titles(campus.admin(in: .second), "/courses") == [])
            #expect(try await campus.anonymous.get("/courses").status == 401)
        }
    }

    @Test("Pages hold every course exactly once, in order, and a page beyond the end still tells the total")
    func pages() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            for _ in 1...7 { #expect(try await teacher.post("/courses", ["title": "Same title"]).status == 201) }
            var ids: [String] = []
            for page in 1...3 {
                let answer = try await teacher.get("/courses?page=\(page)&limit=3")
                #expect(
                    answer.json["pagination"]
                        == ["current_page": .integer(page), "total_pages": 3, "total_items": 7]
                )
                #expect(answer.json["total"] == 7)
                #expect(answer.json["limit"] == 3)
                ids += answer.json["courses"]?.array?.compactMap { $0["id"]?.string } ?? []
            }
            #expect(ids.count == 7)
            #expect(Set(ids).count == 7)
            let beyond = try await teacher.get("/courses?page=9&limit=3")
            #expect(beyond.json["courses"] == [])
            #expect(beyond.json["total"] == 7)
            let backwards = try await teacher.get("/courses?order=desc").json["courses"]?.array
            #expect(backwards?.compactMap { $0["id"]?.string } == ids.reversed())
        }
    }

    @Test("Courses are found by words, subject, grade, teacher, and sorted as asked")
    func filters() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher("Wanjikũ Kamau")
            let other = try await campus.teacher("Tunde Bello")
            for (title, subject, grade) in [("Rivers", "Geography", "Grade 7"), ("Maps 100%", "geography", "Grade 8")] {
                let body: JSON = [
                    "title": .string(title), "subject": .string(subject), "grade_level": .string(grade),
                ]
                #expect(try await teacher.post("/courses", body).status == 201)
            }
            #expect(
                try await other.post("/courses", ["title": "Drums", "description": "Rivers of sound"]).status == 201
            )
            let amina = try await campus.student()
            #expect(try await titles(amina, "/courses?search=RIVERS") == ["Drums", "Rivers"])
            #expect(try await titles(amina, "/courses?q=%25") == ["Maps 100%"])
            #expect(try await titles(amina, "/courses?subject=Geography") == ["Maps 100%", "Rivers"])
            #expect(try await titles(amina, "/courses?grade=Grade%208") == ["Maps 100%"])
            #expect(try await titles(amina, "/courses?teacher=bello") == ["Drums"])
            #expect(try await titles(amina, "/courses?teacher=\(other.id)") == ["Drums"])
            #expect(try await titles(amina, "/courses?sort=created_at&order=desc") == ["Drums", "Maps 100%", "Rivers"])
            #expect(try await titles(amina, "/courses?search=&subject=") == ["Drums", "Maps 100%", "Rivers"])
        }
    }

    @Test(
        "What is not a page, a status or a yes or no is refused by name",
        arguments: [
            ("page=0", "page"), ("limit=101", "limit"), ("page=two", "page"), ("status=finished", "status"),
            ("enrolled=perhaps", "enrolled"), ("sort=price", "sort"), ("page=99999999999999999999", "page"),
        ]
    )
    func badQuery(query: String, field: String) async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.student().get("/courses?\(query)")
            #expect(answer.status == 422)
            #expect(answer.json["errors"]?[0]?["field"]?.string == field)
        }
    }

    private func titles(_ person: Person, _ path: String) async throws -> [String] {
        let answer = try await person.get(path)
        #expect(answer.status == 200)
        return answer.json["courses"]?.array?.compactMap { $0["title"]?.string } ?? []
    }
}
