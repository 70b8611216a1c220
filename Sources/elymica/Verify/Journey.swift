import AsyncHTTPClient
import Endpoints
import Foundation
import Values

/// The main job of the platform: from a new learner to a certificate that anybody can check.
struct Journey {
    let visitor: PlatformClient
    let http: HTTPClient
    let school: String
    let teacher: String
    let password: String
    let usesPorts: Bool

    /// What one run calls its learner and course, so that runs do not meet.
    let mark = UUID().uuidString.lowercased().prefix(8)
    var title: String { "Verification course \(mark)" }
    var learnerName: String { "Ọ̀ṣun Wanjikũ \(mark)" }

    func run() async -> Bool {
        var steps = Steps()
        await steps.run("every service is healthy") { try await checkServices() }
        let learner = await steps.run("a learner registers and signs in") { try await register() }
        let author = await steps.run("the teacher signs in") {
            try await visitor.signedIn(school: school, email: teacher, password: password)
        }
        guard let learner, let author else { return steps.conclude() }
        let course = await steps.run("the teacher makes a course, a module and two lessons") {
            try await make(as: author)
        }
        guard let course else { return steps.conclude() }
        await follow(learner, through: course, &steps)
        await steps.run("the course is archived again") {
            _ = try expect(try await author.post("/courses/\(course.id)/archive"), 200)
        }
        return steps.conclude()
    }

    private func follow(_ learner: PlatformClient, through course: Course, _ steps: inout Steps) async {
        await steps.run("the learner enrols, and enrolling again changes nothing") {
            try await enroll(learner, in: course)
        }
        await steps.run("the learner completes both lessons; progress is 100 %") {
            try await complete(course, as: learner)
        }
        let certificate = await steps.run("the certificate appears by itself") {
            try await awaitCertificate(of: course, as: learner)
        }
        await steps.run("its PDF holds the name and the title") { try await checkPDF(certificate, learner) }
        await steps.run("anybody can verify it") { try await verify(certificate) }
        await steps.run("the notification is there") { try await checkNotification(learner) }
        await steps.run("the mails were sent") { try await checkMail(learner) }
    }

    struct Course {
        let id: String
        let lessons: [String]
    }

    private func checkServices() async throws {
        let listed = try expect(try await visitor.get("/services"), 200).json["services"]?.array ?? []
        let installed = listed.filter { $0["status"]?.string != "not_installed" }
        guard installed.count > 1 else { throw Unexpected("the gateway lists no services") }
        let offset = (URL(string: visitor.baseURL)?.port).map { $0 - 8000 }
        for service in installed {
            let name = service["name"]?.string ?? ""
            var answer = try await visitor.get(name == "gateway" ? "/health" : "/api/\(name)/health")
            if usesPorts, let offset, let port = service["port"]?.integer, let host = URL(string: visitor.baseURL)?.host
            {
                let own = PlatformClient(baseURL: "http://\(host):\(port + offset)", client: http)
                do {
                    answer = try await own.get("/health")
                } catch {
                    throw Unexpected(
                        "\(name) does not answer on port \(port + offset); --gateway-only does not ask there"
                    )
                }
            }
            // The chat platform's accounting says it in a word of its own.
            guard answer.status == 200, ["healthy", "ok"].contains(answer.json["status"]?.string) else {
                throw Unexpected("\(name) answered \(answer.status) \(answer.json["status"]?.string ?? "")")
            }
        }
    }

    private func register() async throws -> PlatformClient {
        let email = "verify-\(mark)@verify.example.com"
        let secret = "Check-\(UUID().uuidString.prefix(12))9"
        let answer = try await visitor.post(
            "/api/auth/register",
            [
                "tenant_subdomain": .string(school), "email": .string(email), "name": .string(learnerName),
                "password": .string(secret), "role": "student",
            ]
        )
        try expect(answer, 200, 201)
        return try await visitor.signedIn(school: school, email: email, password: secret)
    }

    private func make(as teacher: PlatformClient) async throws -> Course {
        let course = try expect(
            try await teacher.post(
                "/courses",
                [
                    "title": .string(title), "description": "Made by elymica verify.", "subject": "Verification",
                    "grade_level": "Any", "seat_limit": 5,
                ]
            ),
            200,
            201
        )
        let id = try text(course.json["course"]?["id"], "the course's id")
        let module = try expect(
            try await teacher.post("/modules", ["title": "The only module", "course_id": .string(id)]),
            200,
            201
        )
        let moduleID = try text(module.json["module"]?["id"], "the module's id")
        var lessons: [String] = []
        for number in 1...2 {
            let lesson = try expect(
                try await teacher.post(
                    "/lessons",
                    [
                        "title": .string("Lesson \(number)"), "type": "text", "module_id": .string(moduleID),
                        "content": ["body": "<p>A lesson to complete.</p>"],
                    ]
                ),
                200,
                201
            )
            lessons.append(try text(lesson.json["lesson"]?["id"], "the lesson's id"))
        }
        return Course(id: id, lessons: lessons)
    }

    private func enroll(_ learner: PlatformClient, in course: Course) async throws {
        let first = try expect(try await learner.post("/courses/\(course.id)/enroll"), 200, 201)
        let second = try expect(try await learner.post("/courses/\(course.id)/enroll"), 200, 201)
        guard first.json["enrollment_id"] == second.json["enrollment_id"] else {
            throw Unexpected("the second enrolment is another one")
        }
    }

    private func complete(_ course: Course, as learner: PlatformClient) async throws {
        for lesson in course.lessons {
            try expect(try await learner.post("/lessons/\(lesson)/complete", ["time_spent_minutes": 5]), 200, 204)
        }
        let progress = try expect(try await learner.get("/courses/\(course.id)/progress"), 200).json["progress"]
        guard progress?["percentage"]?.double == 100 else {
            throw Unexpected("progress is \(progress?["percentage"]?.double ?? -1)")
        }
    }
}
