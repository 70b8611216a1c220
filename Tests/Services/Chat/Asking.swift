import CampusTestKit
import Endpoints
import Values

/// A course with two lessons of which one speaks of rain, and somebody who learns in it.
struct RainyCourse {
    let course: TestCourse
    let lesson: String
    let teacher: Person
    let amina: Person

    init(_ campus: TestCampus) async throws {
        teacher = try await campus.teacher()
        course = try await campus.course(by: teacher, title: "Weather [basics]", lessons: 1)
        lesson = try await Self.lesson(
            "How rain is made",
            "<h2>Rain</h2><p>Water evaporates &amp; rises. <em>Condensation</em> turns vapour into droplets.</p>",
            in: course,
            by: teacher
        )
        amina = try await campus.student()
        _ = try await amina.post("/courses/\(course.id)/enroll")
    }

    static func lesson(
        _ title: String,
        _ body: String,
        type: String = "text",
        in course: TestCourse,
        by teacher: Person
    ) async throws -> String {
        let answer = try await teacher.post(
            "/lessons",
            [
                "title": .string(title), "type": .string(type), "module_id": .string(course.moduleID),
                "content": ["body": .string(body)],
            ]
        )
        return answer.json["lesson_id"]?.string ?? ""
    }
}

extension Person {
    /// Asks the tutor in a session; the events of its answer.
    func ask(
        _ question: String,
        in session: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> [JSON] {
        var body: JSONObject = JSONObject()
        body["question"] = .string(question)
        body["chatflow_id"] = "campus-tutor"
        body["sessionId"] = session.map(JSON.string)
        let answer = try await post("/api/v1/chat/predict/stream/store", .object(body), headers: headers)
        return answer.text.split(separator: "\n").map { (try? JSON(parsing: Array($0.utf8))) ?? .null }
    }
}

extension [JSON] {
    /// The names of the events, in order; tokens in a row count once.
    var names: [String] {
        reduce(into: []) { names, event in
            let name = event["event"]?.string ?? "?"
            if name != "token" || names.last != "token" { names.append(name) }
        }
    }

    /// What was said.
    var words: String { compactMap { $0["event"] == "token" ? $0["data"]?.string : nil }.joined() }

    func data(of name: String) -> JSON? { first { $0["event"]?.string == name }?["data"] }
}
