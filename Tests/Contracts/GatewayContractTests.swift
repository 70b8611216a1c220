import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

/// What the gateway answers by itself (contract section 1.1).
@Suite("Contract: gateway", .timeLimit(.minutes(15)))
struct GatewayContractTests {
    @Test("The gateway introduces itself, and says which services there are")
    func introduction() async throws {
        try await TestCampus.run { campus in
            let portal = Portal(campus.anonymous, origin: "https://student.elymica.com")
            let root = try await portal.send("GET", "/")
            #expect(WireRules.breaches(root, .body(["service": .exactly("api-gateway"), "version": .text])) == [])
            let list = try await portal.send("GET", "/services")
            #expect(
                WireRules.breaches(list, .body(["services": .list(.object(["name": .text, "status": .text]))])) == []
            )
            #expect(list.json["services"]?.array?.count == 22)
        }
    }

    @Test("Health is what the sign-in test page reads, from its own origin")
    func health() async throws {
        try await TestCampus.run { campus in
            let portal = Portal(campus.anonymous, origin: "http://localhost:3000")
            let health = try await portal.send("GET", "/health")
            #expect(health.status == 200)
            #expect(health.json["status"] == "healthy")
            #expect(health.json["service"] == "api-gateway")
            #expect(health.json["services"] == 22)
            #expect(health.headers[.accessControlAllowOrigin] == "http://localhost:3000")
        }
    }

    @Test(
        "The health of every service is to be had through the gateway",
        arguments: ["auth", "lms", "content", "enrollment", "notification", "certificate"]
    )
    func healthOfServices(name: String) async throws {
        try await TestCampus.run { campus in
            let health = try await campus.anonymous.get("/api/\(name)/health")
            #expect(health.status == 200)
            #expect(health.json["status"] == "healthy")
            #expect(health.json["service"] == .string("\(name)-service"))
            #expect(health.json["features"]?.array?.isEmpty == false || name != "auth")
            let gateway = try await campus.anonymous.get("/api/gateway/health")
            #expect(gateway.status == 200 && gateway.json["status"] == "healthy")
        }
    }

    @Test("A request's id comes back, and is made when there is none")
    func requestID() async throws {
        try await TestCampus.run { campus in
            let given = try await campus.anonymous.get("/health", headers: ["X-Request-Id": "portal-42"])
            #expect(given.headers[.xRequestID] == "portal-42")
            #expect(try await campus.anonymous.get("/health").headers[.xRequestID]?.isEmpty == false)
        }
    }
}
