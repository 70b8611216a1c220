import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("A course in detail", .timeLimit(.minutes(15)))
struct CourseDetailTests {
    @Test("The syllabus lists modules and lessons in order, with what the learner has completed")
    func syllabus() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Algebra I", lessons: 2)
            #expect(try await teacher.post("/modules", ["title": "Later", "course_id": "algebra-i"]).status == 201)
            let hidden: JSON = ["title": "Draft", "module_id": .string(course.moduleID), "is_published": false]
            #expect(try await teacher.post("/lessons", hidden).status == 201)
            let amina = try await campus.student()
            _ = try await amina.post("/courses/\(course.id)/enroll")
            _ = try await amina.post("/lessons/\(course.lessonIDs[1])/complete", ["time_spent_minutes": 12.5])

            let answer = try await amina.get("/courses/\(course.id)")
            #expect(answer.status == 200)
            let detail = answer.json["course"]
            #expect(detail?["title"] == "Algebra I")
            #expect(detail?["enrolled"] == true)
            let first: JSON = [
                "id": .string(course.lessonIDs[0]), "title": "Lesson 1", "type": "text", "completed": false,
                "is_published": true,
            ]
            #expect(detail?["syllabus"]?[0]?["lessons"]?[0] == first)
            #expect(detail?["syllabus"]?[0]?["lessons"]?[1]?["completed"] == true)
            #expect(detail?["syllabus"]?[0]?["lessons"]?.array?.count == 2)
            #expect(detail?["syllabus"]?[1]?["title"] == "Later")
            #expect(detail?["syllabus"]?[1]?["lessons"] == [])
            #expect(detail?["progress"] == ["completed_lessons": 1, "total_lessons": 2, "percentage": 50])
            let seen = try await teacher.get("/courses/\(course.id)").json["course"]?["syllabus"]?[0]?["lessons"]
            #expect(seen?.array?.count == 3)
        }
    }

    @Test("Unknown, foreign and other teachers' courses all answer with the same 404")
    func notFound() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher)
            let draft = try await teacher.post("/courses", ["title": "Draft", "status": "draft"]).json["course_id"]
            let bodies = [
                try await campus.student(in: .second).get("/courses/\(course.id)"),
                try await campus.student().get("/courses/0192aaaa-0000-7000-8000-000000000001"),
                try await campus.student().get("/courses/class-stem"),
                try await campus.teacher("Other").get("/courses/\(course.id)"),
                try await campus.student().get("/courses/\(draft?.string ?? "")"),
            ]
            for answer in bodies {
                #expect(answer.status == 404)
                #expect(answer.json["message"] == "There is no such course.")
                #expect(answer.json["success"] == false)
            }
        }
    }

    @Test("Parents see the progress of a linked child and of nobody else's")
    func parents() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 2)
            let (amina, jabari, obi) = (
                try await campus.student(), try await campus.student("Jabari"), try await campus.parent()
            )
            let link: JSON = [
                "parent_id": .string(obi.id.description), "student_id": .string(amina.id.description),
                "relationship": "daughter",
            ]
            let linked = try await campus.admin().post("/api/enrollment/parents/link-student", link)
            #expect((200...201).contains(linked.status))
            try await campus.finish(course, as: amina)
            let path = "/courses/\(course.id)/progress"
            let child = try await obi.get("\(path)?student_id=\(amina.id)").json["progress"]
            #expect(child?["completed_lessons"] == 2)
            #expect(child?["percentage"] == 100)
            #expect(child?["completed_at"]?.string?.hasSuffix("Z") == true)
            #expect(try await obi.get("\(path)?student_id=\(jabari.id)").status == 404)
            #expect(try await amina.get("\(path)?student_id=\(jabari.id)").status == 404)
            #expect(try await teacher.get("\(path)?student_id=\(amina.id)").json["progress"]?["percentage"] == 100)
            let nobody = try await jabari.get(path).json["progress"]
            #expect(nobody == ["completed_lessons": 0, "total_lessons": 2, "percentage": 0])
        }
    }

    @Test("A class card has what the teacher portal draws, for that teacher and administrators only")
    func classes() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "STEM", lessons: 0, code: "class-stem")
            _ = try await campus.student().post("/courses/\(course.id)/enroll")
            let path = "/api/lms/teachers/\(teacher.id)/classes"
            let card: JSON = [
                "id": .string(course.id), "course_id": .string(course.id), "code": "class-stem", "name": "STEM",
                "grade_level": "Grade 8", "student_count": 1, "assignments_to_grade": 0,
            ]
            #expect(try await teacher.get(path).json["classes"] == .array([card]))
            #expect(try await campus.admin().get(path).json["classes"] == .array([card]))
            #expect(try await campus.teacher("Other").get(path).status == 403)
            #expect(try await campus.student().get(path).status == 403)
            #expect(try await campus.admin(in: .second).get(path).status == 404)
        }
    }
}
