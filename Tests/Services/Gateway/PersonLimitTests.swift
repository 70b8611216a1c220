import Access
import Cache
import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("A person's limit at the gateway", .timeLimit(.minutes(15)))
struct PersonLimitTests {
    private static let ten: @Sendable (inout RateLimit?) -> Void = { $0 = RateLimit("person", 10, in: .seconds(600)) }

    @Test("After so many requests a person is told when to come back; others go on")
    func limit() async throws {
        let change: @Sendable (inout Settings) -> Void = { Self.ten(&$0.limits.person) }
        try await TestCampus.run(change) { campus in
            let (amina, jabari) = (try await campus.student("Amina"), try await campus.student("Jabari"))
            for number in 0..<10 {
                let path = ["/api/auth/me", "/courses", "/notifications"][number % 3]
                #expect(try await amina.get(path).status == 200)
            }
            let refused = try await amina.get("/courses", headers: ["Origin": "https://student.elymica.com"])
            #expect(refused.status == 429)
            #expect(refused.json["code"] == "rate_limited")
            // A minute for each request, less what these took.
            let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect((30...60).contains(wait), "\(wait)")
            #expect(refused.headers[.rateLimitPolicy] == #""person";q=10;w=600"#)
            #expect(refused.headers[.accessControlAllowOrigin] == "https://student.elymica.com")
            #expect(try await jabari.get("/courses").status == 200)
            // A second token of the same person is the same person.
            var elsewhere = amina.client
            elsewhere.token = try await campus.campus.accessToken(for: amina.id, in: amina.school.id, role: .student)
            #expect(try await elsewhere.get("/courses").status == 429)
        }
    }

    @Test("Whoever is not signed in is not counted, and a token that is not valid counts against nobody")
    func others() async throws {
        let change: @Sendable (inout Settings) -> Void = { Self.ten(&$0.limits.person) }
        try await TestCampus.run(change) { campus in
            let amina = try await campus.student()
            for _ in 0..<15 { #expect(try await campus.anonymous.get("/health").status == 200) }
            var forged = amina.client
            forged.token = (forged.token ?? "") + "x"
            for _ in 0..<15 { #expect(try await forged.get("/courses").status == 401) }
            #expect(try await amina.get("/courses").status == 200)
        }
    }

    @Test("Administrators' tools may send a list at once, a request a line; nobody else may")
    func lists() async throws {
        let change: @Sendable (inout Settings) -> Void = { Self.ten(&$0.limits.person) }
        try await TestCampus.run(change) { campus in
            let (admin, amina) = (try await campus.admin(), try await campus.student())
            for _ in 0..<15 { #expect(try await admin.get("/api/v1/admin/chatflows").status == 200) }
            #expect(try await admin.get("/courses").status == 200)
            for _ in 0..<10 { #expect(try await amina.get("/api/v1/admin/chatflows").status == 403) }
            #expect(try await amina.get("/courses").status == 200)
        }
    }

    @Test("A hundred requests at once: exactly the quota passes")
    func burst() async throws {
        let change: @Sendable (inout Settings) -> Void = { Self.ten(&$0.limits.person) }
        try await TestCampus.run(change) { campus in
            let amina = try await campus.student()
            let passed = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try await amina.get("/api/auth/me").status } }
                return try await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
            }
            #expect(passed == 10)
        }
    }
}
