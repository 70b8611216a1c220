import CampusTestKit
import Endpoints
import Testing
import Values

/// Courses, lessons and progress as the student portal asks for them (contract sections 1.3 and 1.4).
@Suite("Contract: courses", .timeLimit(.minutes(15)))
struct CourseContractTests {
    @Test(
        "Courses are listed with every request line the client has",
        arguments: [
            "/courses", "/courses?enrolled=true&status=active", "/courses?enrolled=false&page=2&limit=20",
            "/courses?status=archived", "/api/lms/courses?page=1&limit=20&sort=title&order=asc", "/api/courses",
        ]
    )
    func list(line: String) async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            let answer = try await Portal(room.learner).send("GET", line)
            #expect(WireRules.breaches(answer, .courses) == [])
        }
    }

    @Test("A learner's active courses are the whole set, with progress; a teacher's are those they teach")
    func whose() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            _ = try await campus.course(by: campus.teacher("Somebody Else"), title: "Not taken", lessons: 0)
            let taken = try await Portal(room.learner).send("GET", "/courses?enrolled=true&status=active")
            let courses = taken.json["courses"]?.array ?? []
            #expect(courses.map { $0["title"] } == ["Life on Land"])
            #expect(courses.first?["progress_percentage"] == 0)
            let taught = try await Portal(room.teacher).send("GET", "/courses?status=active")
            #expect(taught.json["courses"]?.array?.map { $0["title"] } == ["Life on Land"])
        }
    }

    @Test("Detail, enrolment, progress and completion, the bodies empty where the client sends none")
    func learning() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            let (course, portal) = (room.course, Portal(room.learner))
            let detail = try await portal.send("GET", "/courses/\(course.id)")
            #expect(WireRules.breaches(detail, .body(["course": .courseDetail])) == [])
            let newcomer = Portal(try await campus.student("Jabari Mwangi"))
            for _ in 1...2 {
                let enrolled = try await newcomer.send("POST", "/courses/\(course.id)/enroll")
                #expect(WireRules.breaches(enrolled, .acknowledged) == [])
            }
            let bodies: [JSON] = [
                ["time_spent_minutes": 12], ["time_spent_minutes": 7.5, "quiz_score": 80],
            ]
            for (lesson, body) in zip(course.lessonIDs, bodies) {
                let completed = try await portal.send("POST", "/lessons/\(lesson)/complete", body)
                #expect((200..<300).contains(completed.status), "\(completed.text)")
            }
            let progress = try await portal.send("GET", "/courses/\(course.id)/progress")
            #expect(WireRules.breaches(progress, .body(["progress": .progress])) == [])
            #expect(progress.json["progress"]?["percentage"] == 100)
        }
    }

    @Test("A lesson is read on the content host and with the override")
    func lesson() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            for path in ["/api/lessons/\(room.course.lessonIDs[0])", "/lessons/\(room.course.lessonIDs[0])"] {
                let answer = try await Portal(room.learner).send("GET", path)
                #expect(WireRules.breaches(answer, .body(["lesson": .lesson])) == [], "\(path)")
            }
        }
    }

    @Test("The teacher portal makes a module in the class it knows by its slug, and lessons with and without a module")
    func authoring() async throws {
        try await TestCampus.run { campus in
            let teacher = Portal(try await campus.classroom().teacher)
            for path in ["/api/modules", "/modules", "/api/content/modules"] {
                let made = try await teacher.send(
                    "POST",
                    path,
                    ["title": "Soil", "description": "Under our feet", "course_id": "class-stem"]
                )
                #expect(WireRules.breaches(made, .body(["module": .module]), status: 201) == [], "\(path)")
                let module = made.json["module"]?["id"] ?? ""
                var draft: JSON = ["title": "Worms", "type": "text", "content": ["body": "<p>Worms dig.</p>"]]
                let loose = try await teacher.send("POST", path.replacing("modules", with: "lessons"), draft)
                #expect(WireRules.breaches(loose, .body(["lesson": .lesson]), status: 201) == [], "\(path)")
                if case .object(var object) = draft {
                    object["module_id"] = module
                    draft = .object(object)
                }
                let placed = try await teacher.send("POST", path.replacing("modules", with: "lessons"), draft)
                #expect(WireRules.breaches(placed, .body(["lesson": .lesson]), status: 201) == [], "\(path)")
            }
        }
    }
}
