import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Modules and the order of things", .timeLimit(.minutes(15)))
struct OutlineTests {
    @Test("A module is made by the course's code, and embedded lessons come with it")
    func create() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 0, code: "class-stem")
            let body: JSON = [
                "title": "Water", "course_id": "class-stem", "order_index": 9, "created_by": "me",
                "lessons": [["title": "Rain", "content": "<p>Wet<img src=x onerror=y></p>", "attachments": ["f1"]]],
            ]
            let answer = try await teacher.post("/api/modules", body)
            #expect(answer.status == 201)
            let id = answer.json["module_id"]?.string ?? ""
            let module: JSON = [
                "id": .string(id), "course_id": .string(course.id), "title": "Water", "description": "", "position": 2,
            ]
            #expect(answer.json["module"] == module)
            let lessons = try await teacher.get("/api/content/lessons/\(id)").json["lessons"]
            #expect(lessons?.array?.count == 1)
            let lesson = try await teacher.get("/lessons/\(lessons?[0]?["id"]?.string ?? "")").json["lesson"]
            #expect(lesson?["content"]?["body"]?.string?.contains("onerror") == false)
            // A list of texts is made safe as well: a portal would join it.
            let list: JSON = ["body": ["<img src=x onerror=y>", ["html": "<a onclick=y>"]]]
            let listed: JSON = ["title": "X", "type": "text", "module_id": .string(id), "content": list]
            let written = try await teacher.post("/lessons", listed)
            #expect(written.status == 201 && !written.text.contains("onerror") && !written.text.contains("onclick"))
            #expect(try await campus.teacher("Other").post("/modules", body).status == 404)
            #expect(try await campus.student().post("/modules", body).status == 403)
            #expect(try await teacher.post("/modules", ["title": "X", "course_id": "class-math"]).status == 404)
            #expect(try await teacher.post("/modules", ["title": "X"]).json["errors"]?[0]?["field"] == "course_id")
        }
    }

    @Test("Lists show modules and lessons in order, with what the learner has completed")
    func lists() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 2)
            let amina = try await campus.student()
            #expect(try await amina.get("/api/content/modules/\(course.id)").json["code"] == "not_enrolled")
            _ = try await amina.post("/courses/\(course.id)/enroll")
            _ = try await amina.post("/lessons/\(course.lessonIDs[0])/complete")
            let module: JSON = [
                "id": .string(course.moduleID), "course_id": .string(course.id), "title": "Module 1", "description": "",
                "position": 1, "lesson_count": 2, "completed_lessons": 1, "completed": false,
            ]
            for path in ["/api/content/modules/\(course.id)", "/api/content/courses/\(course.id)/modules"] {
                #expect(try await amina.get(path).json["modules"] == .array([module]))
            }
            let row: JSON = [
                "id": .string(course.lessonIDs[0]), "module_id": .string(course.moduleID), "title": "Lesson 1",
                "type": "text", "position": 1, "is_published": true, "completed": true,
            ]
            for path in [
                "/api/content/lessons/\(course.moduleID)", "/api/content/modules/\(course.moduleID)/lessons",
            ] {
                #expect(try await amina.get(path).json["lessons"]?[0] == row)
            }
            #expect(try await campus.student(in: .second).get("/api/content/modules/\(course.id)").status == 404)
            #expect(try await amina.get("/api/content/modules/class-unknown").status == 404)
        }
    }

    @Test("Lessons and modules added at once each get a place of their own")
    func concurrentPlaces() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 0)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...12 {
                    group.addTask {
                        let lesson: JSON = ["title": .string("L\(number)"), "module_id": .string(course.moduleID)]
                        return try await teacher.post("/lessons", lesson).status
                    }
                    group.addTask {
                        let module: JSON = ["title": .string("M\(number)"), "course_id": .string(course.id)]
                        return try await teacher.post("/modules", module).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 201, count: 24))
            let lessons = try await teacher.get("/api/content/lessons/\(course.moduleID)").json["lessons"]?.array
            #expect(lessons?.compactMap { $0["position"]?.integer } == Array(1...12))
            let modules = try await teacher.get("/api/content/modules/\(course.id)").json["modules"]?.array
            #expect(modules?.compactMap { $0["position"]?.integer } == Array(1...13))
        }
    }

    @Test("A new order has to name everything once; it then shows everywhere")
    func reorder() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 3)
            let path = "/api/content/modules/\(course.moduleID)/lessons/order"
            let ids = course.lessonIDs.map(JSON.string)
            for wrong in [[ids[0]], [ids[0], ids[1], ids[1]], ids + [ids[0]], [ids[0], ids[1], .string(course.id)]] {
                let answer = try await teacher.put(path, ["lesson_ids": .array(wrong)])
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"] == "lesson_ids")
            }
            let reversed: JSON = ["lesson_ids": .array(ids.reversed())]
            #expect(try await campus.teacher("Other").put(path, reversed).status == 404)
            #expect(try await teacher.put(path, reversed).status == 200)
            let syllabus = try await teacher.get("/courses/\(course.id)").json["course"]?["syllabus"]
            #expect(syllabus?[0]?["lessons"]?.array?.compactMap { $0["id"] } == ids.reversed())

            let second = try await teacher.post("/modules", ["title": "M2", "course_id": .string(course.id)])
            let modules = [second.json["module_id"] ?? .null, .string(course.moduleID)]
            let order = try await teacher.put(
                "/api/content/courses/\(course.id)/modules/order",
                ["module_ids": .array(modules)]
            )
            #expect(order.status == 200)
            let seen = try await teacher.get("/api/content/modules/\(course.id)").json["modules"]?.array
            #expect(seen?.compactMap { $0["id"] } == modules)
        }
    }

    @Test("A module is changed and removed by its teacher only, and removed only when empty")
    func change() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 1)
            let path = "/modules/\(course.moduleID)"
            let changed = try await teacher.patch(path, ["description": "New"]).json["module"]
            #expect(changed?["title"] == "Module 1")
            #expect(changed?["description"] == "New")
            #expect(try await campus.teacher("Other").patch(path, ["title": "X"]).status == 404)
            #expect(try await campus.teacher(in: .second).delete(path).status == 404)
            let full = try await teacher.delete(path)
            #expect(full.status == 409)
            #expect(full.json["code"] == "module_not_empty")
            #expect(try await teacher.delete("/lessons/\(course.lessonIDs[0])").status == 200)
            #expect(try await teacher.delete(path).status == 200)
            #expect(try await teacher.get("/api/content/modules/\(course.id)").json["modules"] == [])
        }
    }
}
