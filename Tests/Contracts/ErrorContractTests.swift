import CampusTestKit
import Endpoints
import HTTPTypes
import NIOCore
import TestKit
import Testing
import Values

/// Errors as every client can read them (contract sections 0.1 W17, 1.13 and 2.9).
@Suite("Contract: errors", .timeLimit(.minutes(15)))
struct ErrorContractTests {
    private static let portal = "https://teacher.elymica.com"

    @Test("Every kind of refusal is one problem document, readable from a portal's page")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            let teacher = Portal(room.teacher.client, origin: Self.portal)
            let learner = Portal(room.learner.client, origin: Self.portal)
            let nowhere = CourseID()
            let answers: [(PlatformClient.Answer, Int, String)] = [
                (try await learner.send("GET", "/nowhere"), 404, "no_such_path"),
                (try await learner.send("GET", "/courses/\(nowhere)"), 404, "not_found"),
                (try await learner.send("GET", "/courses/no-such-slug"), 404, "not_found"),
                (try await learner.send("PUT", "/courses"), 405, "method_not_allowed"),
                (try await learner.send("POST", "/courses", ["title": "Mine"]), 403, "forbidden"),
                (try await teacher.send("POST", "/courses", [:]), 422, "invalid_value"),
                (try await teacher.send("POST", "/courses", ["title": 7]), 422, "invalid_value"),
                (try await learner.send("GET", "/courses?status=unheard"), 422, "invalid_value"),
                (try await learner.send("GET", "/courses?limit=101"), 422, "invalid_value"),
                (try await learner.send("GET", "/api/assignments?status=pending"), 502, "service_not_installed"),
            ]
            for (answer, status, code) in answers {
                #expect(WireRules.breaches(ofError: answer, status, code) == [], "\(answer.text)")
                #expect(answer.headers[.accessControlAllowOrigin] == Self.portal)
            }
            #expect(answers[3].0.headers[.allow] == "GET, HEAD, OPTIONS, POST")
            #expect(answers[5].0.json["errors"]?[0]?["field"] == "title")
        }
    }

    @Test(
        "What is no JSON object is refused as a whole",
        arguments: ["{", "[]", "\"text\"", #"{"title":"A","title":"B"}"#, "{\"title\":\"\u{1}\"}", "nul"]
    )
    func malformed(body: String) async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let answer = try await teacher.client.send("POST", "/courses", body: Array(body.utf8))
            #expect(WireRules.breaches(ofError: answer, 400, "malformed_json") == [], "\(answer.text)")
            #expect(try await teacher.get("/courses").json["total"] == 0)
        }
    }

    @Test("Invalid UTF-8 is no JSON either")
    func invalidUTF8() async throws {
        try await TestCampus.run { campus in
            let bytes = Array(#"{"title":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8)
            let answer = try await campus.teacher().client.send("POST", "/courses", body: bytes)
            #expect(WireRules.breaches(ofError: answer, 400, "malformed_json") == [])
        }
    }

    @Test(
        "Ids that are none are a client's error, never ours",
        arguments: [
            ("GET", "/lessons/class-stem"), ("POST", "/lessons/1/complete"), ("PATCH", "/notifications/1/read"),
            ("DELETE", "/notifications/none"), ("GET", "/api/certificates/%00"),
            ("GET", "/courses/\(String(repeating: "a", count: 300))"), ("GET", "/courses/a%2Fb"),
        ]
    )
    func noID(method: String, path: String) async throws {
        try await TestCampus.run { campus in
            let answer = try await Portal(campus.student()).send(method, path)
            #expect((400..<500).contains(answer.status), "\(answer.status)")
            #expect(WireRules.breaches(ofError: answer, answer.status, answer.json["code"]?.string ?? "") == [])
        }
    }

    @Test("A body beyond a megabyte is refused before it is read")
    func tooLarge() async throws {
        try await TestCampus.run { campus in
            let token = try await campus.teacher().client.token ?? ""
            let port = try #require(campus.baseURL.split(separator: ":").last.flatMap { Int($0) })
            let text = try await RawConnection.open(port: port) { inbound, outbound in
                let head = """
                    POST /courses HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer \(token)\r
                    Content-Type: application/json\r
                    Content-Length: 1048577\r
                    \r

                    """
                try await outbound.write(ByteBuffer(string: head))
                return try await inbound.toEnd()
            }
            #expect(text.hasPrefix("HTTP/1.1 413"))
            #expect(text.contains(#""code":"body_too_large""#))
            #expect(text.contains(#""success":false"#))
        }
    }

    @Test("Without a token everybody gets 401, but a portal's page 403, so that it asks again instead of signing out")
    func withoutToken() async throws {
        try await TestCampus.run { campus in
            let elsewhere = try await Portal(campus.anonymous).send("GET", "/courses")
            #expect(WireRules.breaches(ofError: elsewhere, 401, "unauthorized") == [])
            #expect(elsewhere.headers[.wwwAuthenticate] == "Bearer")
            let stranger = try await Portal(campus.anonymous, origin: "https://evil.example.com").send(
                "GET",
                "/courses"
            )
            #expect(WireRules.breaches(ofError: stranger, 401, "unauthorized") == [])
            #expect(stranger.headers[.accessControlAllowOrigin] == nil)
            for line in ["/courses", "/notifications", "/api/enrollment/api/enrollment/classes/x/students"] {
                let early = try await Portal(campus.anonymous, origin: Self.portal).send("GET", line)
                #expect(WireRules.breaches(ofError: early, 403, "session_not_ready") == [], "\(line)")
                #expect(early.headers[.accessControlAllowOrigin] == Self.portal)
            }
            var expired = campus.anonymous
            expired.token = "not.a.token"
            let refused = try await Portal(expired, origin: Self.portal).send("GET", "/courses")
            #expect(WireRules.breaches(ofError: refused, 401, "invalid_token") == [])
            #expect(refused.headers[.accessControlAllowOrigin] == Self.portal)
        }
    }

    @Test("A preflight allows what the client sends, for a long time")
    func preflight() async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.anonymous.send(
                "OPTIONS",
                "/notifications/mark-all-read",
                headers: [
                    "Origin": Self.portal, "Access-Control-Request-Method": "PATCH",
                    "Access-Control-Request-Headers": "authorization,content-type,x-tenant-id",
                ]
            )
            #expect(answer.status == 204)
            #expect(answer.headers[.accessControlAllowOrigin] == Self.portal)
            let methods = answer.headers[.accessControlAllowMethods] ?? ""
            #expect(["GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"].allSatisfy(methods.contains))
            let headers = answer.headers[.accessControlAllowHeaders]?.lowercased() ?? ""
            let sent = ["authorization", "content-type", "x-tenant-id", "x-request-id", "idempotency-key"]
            #expect(sent.allSatisfy(headers.contains))
            #expect(answer.headers[.accessControlMaxAge] == "86400")
        }
    }
}
