import CampusTestKit
import Endpoints
import Testing
import Values

/// Requests exactly as the portals' client sends them (contract sections 0.2 and 1.14).
struct Portal: Sendable {
    let client: PlatformClient
    /// Where the browser loaded the portal from; `nil` is the portal's own server, which sends no `Origin`.
    var origin: String?

    /// A browser with the student portal.
    init(_ person: Person) { (client, origin) = (person.client, "https://student.elymica.com") }

    /// The portal's server, or a page that has no token yet.
    init(_ client: PlatformClient, origin: String? = nil) { (self.client, self.origin) = (client, origin) }

    /// Every request says that it sends JSON, also one without a body; `POST` and `PATCH` then say `Content-Length: 0`
    /// (rule W15).
    func send(_ method: String, _ path: String, _ json: JSON? = nil) async throws -> PlatformClient.Answer {
        var headers = ["Accept": "application/json, text/plain, */*", "Content-Type": "application/json"]
        headers["Origin"] = origin
        let bytes = json.map { Array($0.compact.utf8) }
        let body = bytes ?? (method == "POST" || method == "PATCH" ? [] : nil)
        return try await client.send(method, path, body: body, headers: headers)
    }
}

extension TestCampus {
    /// Somebody who registers as the sign-up page does; the answer to it.
    func register(_ email: String = "amina@sunrise.example.com") async throws -> PlatformClient.Answer {
        try await Portal(anonymous, origin: "http://localhost:3000").send(
            "POST",
            "/api/auth/register",
            [
                "tenant_id": .string(schools[0].id.description), "email": .string(email), "name": "Amina Otieno",
                "password": .string(Self.password), "role": "student",
            ]
        )
    }

    /// Signs in as the portals' server does.
    func signIn(
        _ email: String = "amina@sunrise.example.com",
        password: String = password
    ) async throws -> PlatformClient.Answer {
        try await Portal(anonymous).send(
            "POST",
            "/api/auth/login",
            [
                "tenant_subdomain": .string(schools[0].subdomain), "email": .string(email),
                "password": .string(password),
            ]
        )
    }

    /// A learner in a course of two lessons, and whoever has to do with it.
    func classroom() async throws -> Classroom {
        let (teacher, learner, parent) = (try await teacher(), try await student(), try await parent())
        let course = try await course(by: teacher, title: "Life on Land", code: "class-stem")
        let enrolled = try await learner.post("/courses/\(course.id)/enroll")
        try #require(enrolled.status == 200, "\(enrolled.text)")
        let linked = try await admin().post(
            "/api/enrollment/parents/link-student",
            [
                "parent_id": .string(parent.id.description), "student_id": .string(learner.id.description),
                "relationship": "daughter",
            ]
        )
        try #require(linked.status == 200, "\(linked.text)")
        return Classroom(teacher: teacher, learner: learner, parent: parent, course: course)
    }
}

/// A course and its people.
struct Classroom: Sendable {
    let teacher: Person
    let learner: Person
    let parent: Person
    let course: TestCourse
}
