import Endpoints
import Testing

@testable import GatewayService

@Suite("Paths at the gateway", .timeLimit(.minutes(15)))
struct GatewayPathTests {
    @Test(
        "What clients really send becomes what services know",
        arguments: [
            ("/api/enrollment/api/enrollment/parents/1/children", "/api/enrollment/parents/1/children"),
            ("/api/enrollment/api/auth/refresh", "/api/auth/refresh"),
            ("/api/api/auth/refresh", "/api/auth/refresh"),
            (
                "/api/api/analytics/students/1/attendance?from_date=2026-01-01",
                "/api/analytics/students/1/attendance?from_date=2026-01-01"
            ),
            ("/api/lessons/1", "/lessons/1"), ("/api/modules", "/modules"), ("/api/courses?page=2", "/courses?page=2"),
            ("/courses", "/courses"), ("/api/content/modules/1", "/api/content/modules/1"), ("/", "/"),
            ("/?a=/api/api", "/?a=/api/api"),
            ("/api/lms/courses", "/api/lms/courses"), ("/api/api/api/auth/login", "/api/auth/login"),
        ]
    )
    func normalized(_ sent: String, _ known: String) {
        #expect(GatewayPath.normalized(sent) == known)
    }

    @Test(
        "Dot segments are refused",
        arguments: ["/api/../admin", "/./x", "/courses/..", "/..", "/a/%2e%2E/b", "/.%2e"]
    )
    func dots(_ path: String) {
        #expect(GatewayPath.normalized(path) == nil)
    }

    @Test("The longest template of the directory wins, and a literal before a parameter")
    func directory() {
        let lessons = ServiceIdentity("content", port: 1, purpose: "", paths: ["/lessons", "/api/content"])
        let learning = ServiceIdentity("lms", port: 2, purpose: "", paths: ["/lessons/{id}/complete", "/courses"])
        let enrolling = ServiceIdentity("enrollment", port: 3, purpose: "", paths: ["/courses/{id}/enroll"])
        let directory = ServiceDirectory([lessons, learning, enrolling])
        #expect(directory.service(for: "/lessons/5")?.name == "content")
        #expect(directory.service(for: "/lessons/5/complete")?.name == "lms")
        #expect(directory.service(for: "/courses/5/progress")?.name == "lms")
        #expect(directory.service(for: "/courses/5/enroll")?.name == "enrollment")
        #expect(directory.service(for: "/coursesX") == nil)
    }
}
