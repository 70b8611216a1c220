import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Other origins", .timeLimit(.minutes(5)))
struct CrossOriginTests {
    @Test(
        "Only the portals' own origins may read an answer: no null, no suffix, no other scheme or port",
        arguments: [
            "null", "https://student.elymica.com.evil.example", "https://evilstudent.elymica.com",
            "https://elymica.com", "http://student.elymica.com", "https://student.elymica.com:444",
            "https://student.elymica.com/", "https://student.elymica.com, https://evil.example",
            "https://evil.example#https://student.elymica.com", "*", "http://localhost:3000",
        ]
    )
    func strangers(_ origin: String) async throws {
        try await Served.run { served in
            for (method, path) in [("GET", "/notes.csv"), ("GET", "/notes"), ("OPTIONS", "/notes"), ("GET", "/none")] {
                let answer = try await served.anonymous.send(method, path, headers: ["Origin": origin])
                #expect(answer.headers[.accessControlAllowOrigin] == nil)
                #expect(answer.headers[.accessControlAllowCredentials] == nil)
            }
        }
    }

    @Test("Every kind of answer to a portal can be read by it, errors as well, and caches keep them apart")
    func errors() async throws {
        try await Served.run { served in
            let origin = ["Origin": "https://parent.elymica.com"]
            let answers = [
                try await served.anonymous.get("/notes.csv", headers: origin),
                try await served.anonymous.get("/notes", headers: origin),
                try await served.signedIn("forged").get("/notes", headers: origin),
                try await served.signedIn().get("/notes/count", headers: origin),
                try await served.anonymous.get("/none", headers: origin),
                try await served.anonymous.send("PATCH", "/notes", headers: origin),
                try await served.signedIn().post("/notes/a", ["title": ""], headers: origin),
            ]
            #expect(answers.map(\.status) == [200, 403, 401, 403, 404, 405, 422])
            for answer in answers {
                #expect(answer.headers[.accessControlAllowOrigin] == "https://parent.elymica.com")
                #expect(answer.headers[.accessControlAllowCredentials] == nil)
                #expect(answer.headers[.vary]?.contains("Origin") == true)
            }
        }
    }

    @Test("Every answer has the headers that keep a browser from doing harm with it, and none that tells what we run")
    func headers() async throws {
        try await Served.run { served in
            for path in ["/notes.csv", "/notes", "/none", "/"] {
                let headers = try await served.anonymous.get(path).headers
                #expect(headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(headers[try #require(.init("Referrer-Policy"))] == "no-referrer")
                #expect(headers[.cacheControl]?.isEmpty == false)
                #expect(headers[.server] == nil)
                #expect(headers[try #require(.init("X-Powered-By"))] == nil)
            }
            #expect(try await served.anonymous.send("BREW", "/notes").status == 400)
            for method in ["TRACE", "PROPFIND"] {
                let answer = try await served.anonymous.send(method, "/notes")
                #expect(answer.status == 405, "\(method)")
                #expect(answer.headers[.allow]?.contains("GET") == true, "\(method)")
            }
        }
    }
}
