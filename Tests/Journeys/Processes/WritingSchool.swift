import Campus
import Endpoints
import Values

/// A school full of people who write without pause: learners who enrol, leave and complete, a teacher who makes
/// courses.
struct WritingSchool {
    struct Learner {
        let number: Int
        let client: PlatformClient
    }

    struct Course {
        let id: String
        /// Its only lesson, where it has one.
        let lesson: String?
    }

    let teacher: PlatformClient
    let learners: [Learner]
    let courses: [Course]
    let writes = AcknowledgedWrites()

    /// So many learners act at once; each of them does one thing after the other.
    private static let writers = 6
    /// A learner is told at most 60 + 2 × 8 things, and the API lists 100.
    private static let learnerCount = 24
    private static let courseCount = 60

    /// Fills the demo school of a running program.
    init(at visitor: PlatformClient) async throws {
        let (school, password) = ("sunrise-academy", "Crash-Landing-2026")
        teacher = try await visitor.signedIn(
            school: school,
            email: "wanjiku@sunrise.example.com",
            password: Demo.password
        )
        var learners: [Learner] = []
        for number in 0..<Self.learnerCount {
            let email = "learner-\(number)@sunrise.example.com"
            let account: JSON = [
                "tenant_subdomain": .string(school), "email": .string(email), "name": .string("Learner \(number)"),
                "password": .string(password),
            ]
            _ = try await Self.made(visitor.post("/api/auth/register", account), "user")
            let client = try await visitor.signedIn(school: school, email: email, password: password)
            learners.append(Learner(number: number, client: client))
        }
        self.learners = learners
        var courses: [Course] = []
        for number in 0..<Self.courseCount {
            courses.append(try await Self.course(number, hasLesson: number % 8 == 7, by: teacher))
        }
        self.courses = courses
    }

    private static func course(_ number: Int, hasLesson: Bool, by teacher: PlatformClient) async throws -> Course {
        let title: JSON = ["title": .string("Course \(number)"), "description": "A course to take and to leave."]
        let course = try await made(teacher.post("/courses", title), "course")
        guard hasLesson else { return Course(id: course, lesson: nil) }
        let module = try await made(
            teacher.post("/modules", ["title": "Module", "course_id": .string(course)]),
            "module"
        )
        let lesson: JSON = [
            "title": "Lesson", "type": "text", "module_id": .string(module), "content": ["body": "<p>Text.</p>"],
        ]
        return Course(id: course, lesson: try await made(teacher.post("/lessons", lesson), "lesson"))
    }

    private static func made(_ answer: PlatformClient.Answer, _ noun: String) throws -> String {
        guard (200...201).contains(answer.status), let id = answer.json[noun]?["id"]?.string else {
            throw Complaint("making a \(noun) was answered with \(answer.status): \(answer.text)")
        }
        return id
    }
}

extension WritingSchool {
    /// Writes until `writes.finish()`, or until every learner has been in every course. Whatever was begun is repeated
    /// until it is acknowledged, so that in the end no outcome is unknown.
    func write(_ random: SeededRandom) async {
        var random = random
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<Self.writers {
                let seed = random.next()
                let own = learners.filter { $0.number % Self.writers == writer }
                group.addTask { await takeCourses(own, SeededRandom(seed: seed)) }
            }
            let seed = random.next()
            group.addTask { await makeCourses(SeededRandom(seed: seed)) }
        }
    }

    private func takeCourses(_ learners: [Learner], _ random: SeededRandom) async {
        var random = random
        for course in courses.shuffled(using: &random) {
            for learner in learners {
                guard await insist(learner.client, "/courses/\(course.id)/enroll") else { return }
                writes.record(.enrolled, of: learner.number, in: course.id)
                if let lesson = course.lesson {
                    guard await insist(learner.client, "/lessons/\(lesson)/complete", ["time_spent_minutes": 5])
                    else { return }
                    writes.record(.completed, of: learner.number, in: course.id)
                } else if Int.random(in: 0..<4, using: &random) == 0 {
                    guard await insist(learner.client, "/courses/\(course.id)/drop") else { return }
                    writes.record(.dropped, of: learner.number, in: course.id)
                }
                if await pause(&random) { return }
            }
        }
    }

    private func makeCourses(_ random: SeededRandom) async {
        var random = random
        for number in 0... {
            // Asking twice would make two: the key says that it is the same wish.
            let title = "Course made meanwhile \(number)"
            guard await insist(teacher, "/courses", ["title": .string(title)], key: "course-\(number)") else { return }
            writes.record(courseTitled: title)
            if await pause(&random) { return }
        }
    }

    /// Asks until the answer is yes, as the apps do when the line or the campus fails; false for any other answer,
    /// which is written down.
    private func insist(
        _ client: PlatformClient,
        _ path: String,
        _ body: JSON? = nil,
        key: String? = nil
    ) async -> Bool {
        let headers = key.map { ["Idempotency-Key": $0] } ?? [:]
        let bytes = body.map { Array($0.compact.utf8) }
        while !Task.isCancelled {
            writes.begin()
            let answer = try? await client.send("POST", path, body: bytes, headers: headers, within: .seconds(10))
            writes.end(wasInterrupted: answer == nil || answer?.status == 503)
            if let answer {
                if (200..<300).contains(answer.status) { return true }
                let isStillRunning = answer.status == 409 && answer.json["code"] == "request_in_progress"
                if answer.status != 503, !isStillRunning {
                    writes.record(surprise: "\(path): \(answer.status) \(answer.text.prefix(300))")
                    return false
                }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// Takes a breath; whether it is time to stop.
    private func pause(_ random: inout SeededRandom) async -> Bool {
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
        return writes.isOver || Task.isCancelled
    }
}
