import Campus
import CampusTestKit
import Endpoints
import Testing
import Values

/// Rows of the contract about sessions and the audit log (sections 1.2, 1.11 and 2.4).
@Suite("Contract: sessions", .timeLimit(.minutes(15)))
struct SessionContractTests {
    @Test("The rotation transcript: R0 gives R1, R0 again is refused, R1 gives R2")
    func transcript() async throws {
        let strict: @Sendable (inout Settings) -> Void = { $0.refreshGrace = .zero }
        try await TestCampus.run(strict) { campus in
            _ = try await campus.register()
            func refresh(_ tokens: PlatformClient.Answer) async throws -> PlatformClient.Answer {
                try await Portal(campus.anonymous).send(
                    "POST",
                    "/api/auth/refresh",
                    ["refresh_token": tokens.json["refresh_token"] ?? ""]
                )
            }
            let first = try await campus.signIn()
            let second = try await refresh(first)
            #expect(WireRules.breaches(second, .body(Shape.tokens)) == [])
            let replayed = try await refresh(first)
            #expect(WireRules.breaches(ofError: replayed, 401, "invalid_refresh_token") == [])
            #expect(replayed.json["error"] == "Invalid or expired refresh token")
            let third = try await refresh(second)
            #expect(WireRules.breaches(third, .body(Shape.tokens)) == [])
            #expect(third.json["refresh_token"] != second.json["refresh_token"])
        }
    }

    private static let session = Shape.object(
        ["id": .uuid, "device": .text, "created_at": .instant, "last_used_at": .instant, "current": .bool],
        optional: ["address": .text, "user_agent": .text]
    )

    @Test("One's own sessions: listed, one ended, all ended; another's and unknown ones are 404")
    func sessions() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            let other = try await campus.signIn()
            var client = campus.anonymous
            client.token = try await campus.signIn().json["access_token"]?.string
            let portal = Portal(client, origin: "https://student.elymica.com")
            let listed = try await portal.send("GET", "/api/auth/sessions")
            #expect(WireRules.breaches(listed, exactly: ["sessions": .list(Self.session)]) == [])
            let sessions = try #require(listed.json["sessions"]?.array)
            #expect(sessions.map { $0["current"] } == [true, false])
            let path = "/api/auth/sessions/\(sessions[1]["id"]?.string ?? "")"
            let one = try await portal.send("DELETE", path)
            #expect(one.status == 200 && one.json == ["success": true, "message": "The session has ended."])
            client.token = other.json["access_token"]?.string
            let ended = try await Portal(client).send("GET", "/api/auth/me")
            #expect(WireRules.breaches(ofError: ended, 401, "invalid_token") == [])
            for gone in [path, "/api/auth/sessions/01920000-0000-7000-8000-000000000009"] {
                let unknown = try await portal.send("DELETE", gone)
                #expect(WireRules.breaches(ofError: unknown, 404, "not_found") == [])
            }
            let kept = try await portal.send("DELETE", "/api/auth/sessions?keep_current=true")
            #expect(kept.json == ["success": true, "revoked": 0, "message": "0 sessions have ended."])
            let all = try await portal.send("POST", "/api/auth/sessions/revoke-all")
            #expect(all.status == 200)
            #expect(all.json == ["success": true, "revoked": 1, "message": "One session has ended."])
            let after = try await portal.send("GET", "/api/auth/sessions")
            #expect(WireRules.breaches(ofError: after, 401, "invalid_token") == [])
        }
    }

    @Test("The sessions of others, for admins of the school")
    func sessionsOfOthers() async throws {
        try await TestCampus.run { campus in
            let id = try #require(try await campus.register().json["userId"]?.string)
            _ = try await campus.signIn()
            let path = "/api/auth/users/\(id)/sessions"
            let admin = Portal(try await campus.admin())
            let listed = try await admin.send("GET", path)
            #expect(WireRules.breaches(listed, exactly: ["sessions": .list(Self.session)]) == [])
            #expect(listed.json["sessions"]?.array?.count == 1)
            let foreign = try await Portal(try await campus.admin(in: .second)).send("DELETE", path)
            #expect(WireRules.breaches(ofError: foreign, 404, "not_found") == [])
            let teacher = try await Portal(try await campus.teacher()).send("GET", path)
            #expect(WireRules.breaches(ofError: teacher, 403, "forbidden") == [])
            let ended = try await admin.send("DELETE", path)
            #expect(ended.status == 200)
            #expect(ended.json == ["success": true, "revoked": 1, "message": "One session has ended."])
        }
    }

    @Test("The audit log has the members of its row, in camelCase")
    func auditLog() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            _ = try await campus.signIn()
            let admin = try await campus.admin()
            let answer = try await admin.get("/api/compliance/audit-log?action=signed_in&startDate=2020-01-01")
            let line = try #require(answer.json["logs"]?[0])
            #expect(answer.status == 200)
            #expect(answer.json.object?.members.map(\.name) == ["success", "logs", "pagination"])
            #expect(answer.json["pagination"] == ["current_page": 1, "total_pages": 1, "total_items": 1])
            let shape = Shape.object(
                ["timestamp": .instant, "userId": .uuid, "action": .exactly("signed_in"), "ipAddress": .text],
                optional: ["userAgent": .text, "subject": .email, "sessionId": .uuid, "requestId": .text]
            )
            #expect(shape.breaches(of: line) == [])
            #expect(answer.json["logs"]?.array?.count == 1)
            let odd = try await admin.get("/api/compliance/audit-log?startDate=yesterday")
            #expect(WireRules.breaches(ofError: odd, 422, "invalid_value") == [])
            let student = try await campus.student().get("/api/compliance/audit-log")
            #expect(WireRules.breaches(ofError: student, 403, "forbidden") == [])
            let nobody = try await campus.anonymous.get("/api/compliance/audit-log")
            #expect(WireRules.breaches(ofError: nobody, 401, "unauthorized") == [])
        }
    }
}
