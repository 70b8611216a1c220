import CampusTestKit
import Endpoints
import Testing
import UpstreamStubs
import Values

@Suite("The tutors of courses", .timeLimit(.minutes(5)))
struct CourseTutorTests {
    private static func path(_ course: TestCourse) -> String { "/api/v1/chat/courses/\(course.id)/tutor" }

    @Test("A teacher opens a course's tutor: those of the course can ask it, and it looks into that course only")
    func opening() async throws {
        try await TestCampus.run { campus in
            let rain = try await RainyCourse(campus)
            let (path, id) = (Self.path(rain.course), "course-\(rain.course.id)")
            let before = try await rain.teacher.get(path)
            #expect(before.json["is_open"] == false)
            #expect(before.json["chatflow_id"] == "campus-tutor")
            #expect(try await rain.amina.chatflows() == ["campus-tutor"])

            let opened = try await rain.teacher.put(path, [:])
            #expect(opened.status == 200)
            #expect(opened.json["id"] == .string(id))
            #expect(opened.json["is_available"] == true)
            for person in [rain.amina, rain.teacher, try await campus.admin()] {
                #expect(try await person.chatflows() == ["campus-tutor", id])
            }
            let mine = try await rain.amina.get("/api/v1/chatflows/\(id)").json
            #expect(mine["name"] == "Weather [basics]")
            for stranger in [
                try await campus.student("Jabari"), try await campus.teacher("Kofi"), try await campus.parent(),
                try await campus.student("Ada", in: .second),
            ] {
                #expect(try await stranger.chatflows() == ["campus-tutor"])
                #expect(try await stranger.get("/api/v1/chatflows/\(id)").status == 403)
                #expect(try await stranger.predict("Condensation?", id).status == 403)
            }

            let other = try await campus.course(by: rain.teacher, title: "Steam", lessons: 0)
            _ = try await RainyCourse.lesson("Steam", "Condensation of steam.", in: other, by: rain.teacher)
            _ = try await rain.amina.post("/courses/\(other.id)/enroll")
            let answer = try await rain.amina.predict("What does condensation do?", id)
            #expect(answer.status == 200)
            let sources = answer.events.data(of: "sourceDocuments")?.array ?? []
            #expect(sources.map { $0["metadata"]?["course_id"] } == [.string(rain.course.id)])

            #expect(try await rain.teacher.put(path, ["is_open": false]).json["is_available"] == false)
            #expect(try await rain.amina.predict("Rain?", id).status == 403)
            #expect(try await rain.teacher.put(path, ["is_open": true]).status == 200)
            #expect(try await rain.teacher.delete(path).status == 200)
            #expect(try await rain.teacher.delete(path).status == 404)
            #expect(try await rain.amina.chatflows() == ["campus-tutor"])
        }
    }

    @Test("Whoever has left a course has its tutor no more")
    func leaving() async throws {
        try await TestCampus.run { campus in
            let rain = try await RainyCourse(campus)
            _ = try await rain.teacher.put(Self.path(rain.course), [:])
            #expect(try await rain.amina.chatflows().count == 2)
            #expect(try await rain.amina.post("/courses/\(rain.course.id)/drop").status == 200)
            #expect(try await rain.amina.chatflows() == ["campus-tutor"])
            #expect(try await rain.amina.predict("Rain?", "course-\(rain.course.id)").status == 403)
        }
    }

    @Test("Only the course's teacher and administrators set its tutor up, with chatflows that are theirs")
    func choosing() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let rain = try await RainyCourse(world.campus)
            let path = Self.path(rain.course)
            for stranger in [
                try await world.campus.teacher("Kofi"), try await world.campus.admin("Ngozi", in: .second),
            ] {
                #expect(try await stranger.get(path).status == 404)
                #expect(try await stranger.put(path, [:]).status == 404)
                #expect(try await stranger.delete(path).status == 404)
            }
            #expect(try await rain.amina.put(path, [:]).status == 403)
            let body: JSON = [
                "chatflow_id": "stub", "system_prompt": "Be brief.", "answer_tokens": 100, "daily_questions": 2,
            ]
            #expect(try await rain.teacher.put(path, body).status == 403)
            try await world.assign("stub", to: rain.teacher)
            let set = try await rain.teacher.put(path, body)
            #expect(set.status == 200)
            #expect(set.json["answer_tokens"] == 100)
            #expect(try await rain.teacher.get(path).json == set.json)
            #expect(try await rain.teacher.put(path, ["answer_tokens": 1]).status == 422)

            let id = "course-\(rain.course.id)"
            #expect(try await rain.amina.chatflows() == ["campus-tutor", id])
            #expect(try await rain.amina.get("/api/v1/chatflows/\(id)/config").json["streaming"] == nil)
            // What is taken from the teacher, their course has no more, until an administrator chooses it.
            _ = try await world.unassign("stub", from: rain.teacher)
            #expect(try await rain.amina.chatflows() == ["campus-tutor"])
            #expect(try await rain.teacher.get(path).json["is_available"] == false)
            #expect(try await world.admin.put(path, body).json["is_available"] == true)
            #expect(try await rain.amina.chatflows() == ["campus-tutor", id])
            #expect(try await rain.teacher.put(path, body).json["is_available"] == true)
        }
    }

    @Test("A model is told what the teacher says, and answers a learner as often as the teacher says")
    func asking() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let rain = try await RainyCourse(world.campus)
            let (path, id) = (Self.path(rain.course), "course-\(rain.course.id)")
            _ = try await world.admin.put(
                path,
                ["chatflow_id": "stub", "system_prompt": "Be brief.", "answer_tokens": 50, "daily_questions": 1]
            )
            let credits: JSON = ["userId": .string(rain.amina.id.description), "credits": 10]
            #expect(try await world.admin.post("/api/credits/allocate", credits).status == 201)
            #expect(try await rain.amina.predict("What is rain?", id).status == 200)
            let asked = world.stub.asked.last { $0.path == "/v1/chat/completions" }?.json
            #expect(asked?["model"] == "stub")
            #expect(asked?["messages"]?[0]?["content"]?.string?.contains("Be brief.") == true)
            #expect((asked?["max_tokens"]?.integer ?? .max) <= 50)
            #expect(try await rain.amina.predict("And snow?", id).status == 429)
        }
    }
}
