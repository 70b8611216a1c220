import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("Completing lessons", .timeLimit(.minutes(15)))
struct LessonCompletionTests {
    @Test("Completing a lesson twice counts once and keeps the longer time and the better score")
    func idempotent() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: campus.teacher(), lessons: 2)
            let amina = try await campus.student()
            _ = try await amina.post("/courses/\(course.id)/enroll")
            let path = "/lessons/\(course.lessonIDs[0])/complete"
            for body: JSON in [
                ["time_spent_minutes": 9, "quiz_score": 40], ["time_spent_minutes": 3, "quiz_score": 80],
            ] {
                let answer = try await amina.post(path, body)
                #expect(answer.status == 200)
                #expect(
                    answer.json["progress"] == ["completed_lessons": 1, "total_lessons": 2, "percentage": 50]
                )
            }
            #expect(try await amina.post(path).status == 200)
            let kept: [Double] = try await campus.database.tenant(amina.school.id).all(
                "select array[time_spent_minutes, quiz_score] from lms.lesson_completions",
                as: [Double].self
            ).flatMap { $0 }
            #expect(kept == [9, 80])
            #expect(try await announced("lms.lesson_completed", in: campus, amina) == 1)
        }
    }

    @Test("The last two lessons completed at the same moment complete the course exactly once")
    func lastLessonsAtOnce() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: campus.teacher(), lessons: 2)
            for round in 1...6 {
                let learner = try await campus.student("Learner \(round)")
                _ = try await learner.post("/courses/\(course.id)/enroll")
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for lesson in course.lessonIDs + course.lessonIDs + course.lessonIDs {
                        group.addTask { try await learner.post("/lessons/\(lesson)/complete").status }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses == Array(repeating: 200, count: 6))
                let progress = try await learner.get("/courses/\(course.id)/progress").json["progress"]
                #expect(progress?["percentage"] == 100)
                #expect(progress?["completed_at"] != nil)
                #expect(try await announced("lms.course_completed", in: campus, learner) == round)
            }
        }
    }

    @Test("A completed course stays completed when a lesson is added, and is announced no second time")
    func lessonAddedLater() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 1)
            let amina = try await campus.student()
            try await campus.finish(course, as: amina)
            let before = try await amina.get("/courses/\(course.id)/progress").json["progress"]
            let body: JSON = ["title": "More", "module_id": .string(course.moduleID)]
            let added = try await teacher.post("/lessons", body).json["lesson_id"]?.string ?? ""
            let between = try await amina.get("/courses/\(course.id)/progress").json["progress"]
            #expect(between?["percentage"] == 50)
            #expect(between?["completed_at"] == before?["completed_at"])
            #expect(try await amina.post("/lessons/\(added)/complete").status == 200)
            #expect(try await announced("lms.course_completed", in: campus, amina) == 1)
        }
    }

    @Test("Only learners with a seat complete lessons, and only in a course that runs")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, lessons: 1)
            let path = "/lessons/\(course.lessonIDs[0])/complete"
            let amina = try await campus.student()
            let stranger = try await amina.post(path)
            #expect(stranger.status == 403)
            #expect(stranger.json["code"] == "not_enrolled")
            #expect(try await teacher.post(path).status == 403)
            #expect(try await campus.parent().post(path).status == 403)
            #expect(try await campus.student(in: .second).post(path).status == 404)
            _ = try await amina.post("/courses/\(course.id)/enroll")
            _ = try await teacher.post("/lessons/\(course.lessonIDs[0])/unpublish")
            #expect(try await amina.post(path).status == 404)
            _ = try await teacher.post("/lessons/\(course.lessonIDs[0])/publish")
            _ = try await teacher.post("/courses/\(course.id)/archive")
            let late = try await amina.post(path)
            #expect(late.status == 409)
            #expect(late.json["code"] == "course_archived")
            #expect(try await amina.get("/courses/\(course.id)/progress").json["progress"]?["completed_lessons"] == 0)
        }
    }

    @Test("Negative times, impossible scores and unknown members are refused and nothing is written")
    func badInput() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: campus.teacher(), lessons: 1)
            let amina = try await campus.student()
            _ = try await amina.post("/courses/\(course.id)/enroll")
            let path = "/lessons/\(course.lessonIDs[0])/complete"
            let bodies: [(JSON, String)] = [
                (["time_spent_minutes": -1], "time_spent_minutes"), (["time_spent_minutes": "5"], "time_spent_minutes"),
                (["time_spent_minutes": 1e300], "time_spent_minutes"), (["quiz_score": 100.5], "quiz_score"),
                (["minutes": 5], "minutes"),
            ]
            for (body, field) in bodies {
                let answer = try await amina.post(path, body)
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"]?.string == field)
            }
            #expect(try await amina.post("/lessons/lesson-one/complete").status == 422)
            #expect(try await amina.get("/courses/\(course.id)/progress").json["progress"]?["completed_lessons"] == 0)
        }
    }

    private func announced(_ event: String, in campus: TestCampus, _ person: Person) async throws -> Int? {
        try await campus.database.tenant(person.school.id).value(
            "select count(*) from events.outbox where name = \(event)"
        )
    }
}
