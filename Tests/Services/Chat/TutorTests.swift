import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("The campus tutor", .timeLimit(.minutes(5)))
struct TutorTests {
    private let question = "What does condensation do to the vapour?"

    @Test("A question about a lesson is answered with a quote from it and a link to it")
    func quote() async throws {
        try await TestCampus.run { campus in
            let rain = try await RainyCourse(campus)
            let events = try await rain.amina.ask(question)
            #expect(events.names == ["session_id", "start", "token", "sourceDocuments", "metadata", "end"])
            #expect(events.words.contains("Water evaporates & rises. Condensation turns vapour into droplets"))
            #expect(events.words.contains("[How rain is made](/lessons/\(rain.lesson)), Weather \\[basics\\]"))
            let source = events.data(of: "sourceDocuments")?[0]
            #expect(source?["metadata"]?["lesson_id"] == .string(rain.lesson))
            #expect(source?["metadata"]?["course_id"] == .string(rain.course.id))
            #expect(events.last == ["event": "end", "data": "[DONE]"])
            #expect(try await rain.amina.get("/lessons/\(rain.lesson)").status == 200)
        }
    }

    @Test(
        "It says so when no lesson answers the question",
        arguments: ["Who won the football world cup in 1998?", "?!", "the of and", "' | & ! <-> \\ :*"]
    )
    func nothing(_ question: String) async throws {
        try await TestCampus.run { campus in
            let events = try await RainyCourse(campus).amina.ask(question)
            #expect(events.names == ["session_id", "start", "token", "metadata", "end"])
            #expect(events.words.contains("I found nothing about that in the lessons of your courses."))
        }
    }

    @Test("Nobody is quoted what they may not read: other courses, other schools, hidden lessons, quizzes")
    func secrecy() async throws {
        try await TestCampus.run { campus in
            let rain = try await RainyCourse(campus)
            for stranger in [
                try await campus.student("Jabari"), try await campus.student("Ada", in: .second),
                try await campus.teacher("Kofi"), try await campus.admin("Ngozi", in: .second),
            ] {
                #expect(try await stranger.ask(question).data(of: "sourceDocuments") == nil)
            }
            for reader in [rain.amina, rain.teacher, try await campus.admin()] {
                #expect(try await reader.ask(question).data(of: "sourceDocuments") != nil)
            }
            _ = try await rain.teacher.post("/api/content/lessons/\(rain.lesson)/unpublish")
            let quiz = "<p>Condensation makes vapour droplets</p>"
            _ = try await RainyCourse.lesson("A quiz", quiz, type: "quiz", in: rain.course, by: rain.teacher)
            #expect(try await rain.amina.ask(question).data(of: "sourceDocuments") == nil)
        }
    }

    @Test("The same Idempotency-Key gets the same answer and is kept once")
    func idempotency() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let first = try await amina.ask(question, headers: ["Idempotency-Key": "one"])
            let second = try await amina.ask(question, headers: ["Idempotency-Key": "one"])
            #expect(first.data(of: "metadata") == second.data(of: "metadata"))
            #expect(try await amina.get("/api/v1/chat/sessions").json["count"] == 1)
        }
    }
}
