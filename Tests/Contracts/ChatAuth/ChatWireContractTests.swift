import Access
import AuthAPI
import CampusTestKit
import Endpoints
import HTTPTypes
import TestKit
import Testing
import Values

/// How the chat platform's port speaks HTTP (its contract, section 0, and T55 of the checklist).
@Suite("Contract: chat wire", .timeLimit(.minutes(15)))
struct ChatWireContractTests {
    @Test("Paths in any case and with a slash; pages for what nobody has; its own words for tokens and roles")
    func paths() async throws {
        try await ChatClient.run { chat in
            for path in ["/health", "/api/health", "/HEALTH/"] {
                #expect(try await chat.get(path).json == ["status": "ok"], "\(path)")
            }
            for (method, path) in [("GET", "/api/nothing"), ("PATCH", "/api/profile"), ("GET", "/api/auth/login")] {
                let answer = try await chat.client.send(method, path)
                #expect(answer.status == 404 && answer.headers[.contentType] == "text/html; charset=utf-8", "\(path)")
            }
            #expect(try await chat.get("/API/Profile/").refuses(401, "Authentication required"))
            var forged = chat
            forged.client.token = "a.b.c"
            #expect(try await forged.get("/api/profile").refuses(401, "Invalid or expired token"))
            let student = try await chat.signedInPerson("amina", .student)
            #expect(try await student.get("/api/admin/users").refuses(403, "Admin access required"))
            #expect(try await student.get("/api/admin/reports").refuses(403, "Supervisor access required"))
            let byID = try await student.get("/api/admin/users/\(student.id)")
            #expect(byID.refuses(403, "Forbidden: Admin access required"))
        }
    }

    @Test("Bodies: malformed is 400, too large 413, another media type nothing, all as {error}")
    func bodies() async throws {
        try await ChatClient.run { chat in
            let malformed = try await chat.client.send("POST", "/api/auth/login", body: Array("{".utf8))
            #expect(malformed.status == 400 && malformed.json.object?.members.map(\.name) == ["error"])
            let large = #"{"username": ""# + String(repeating: "a", count: 100 * 1024) + #""}"#
            let tooLarge = try await chat.client.send("POST", "/api/auth/login", body: Array(large.utf8))
            #expect(tooLarge.status == 413 && tooLarge.json.object?.members.map(\.name) == ["error"])
            let form = try await chat.client.send(
                "POST",
                "/api/auth/login",
                body: Array("username=a&password=b".utf8),
                headers: ["Content-Type": "application/x-www-form-urlencoded"]
            )
            #expect(form.refuses(400, "Missing required fields"))
        }
    }

    @Test("A cookie signs in as a header does; a header goes first")
    func cookie() async throws {
        try await ChatClient.run { chat in
            let student = try await chat.signedInPerson("amina", .student)
            let cookie = ["Cookie": "theme=dark; accessToken=\(student.client.token ?? "")"]
            #expect(try await chat.client.get("/api/profile", headers: cookie).status == 200)
            var forged = chat.client
            forged.token = "a.b.c"
            #expect(try await forged.get("/api/profile", headers: cookie).status == 401)
        }
    }

    @Test("What a stranger's page makes a browser send with its cookies changes nothing")
    func foreignPages() async throws {
        try await ChatClient.run { chat in
            let student = try await chat.signedInPerson("amina", .student)
            let cookie = "accessToken=\(student.client.token ?? "")"
            for foreign in [
                ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
                ["Content-Type": "text/plain"],
            ] {
                let headers = foreign.merging(["Cookie": cookie]) { $1 }
                let answer = try await chat.client.put("/api/profile", ["username": "owned"], headers: headers)
                #expect(answer.status == 403, "\(foreign)")
            }
            let refresh = try await chat.post(
                "/api/auth/refresh",
                headers: [
                    "Cookie": "refreshToken=\(student.session["refreshToken"]?.string ?? "")",
                    "Origin": "https://evil.example",
                ]
            )
            #expect(refresh.status == 403)
            let own = ["Cookie": cookie, "Origin": chat.client.baseURL]
            #expect(try await chat.client.put("/api/profile", ["username": "amina3"], headers: own).status == 200)
        }
    }

    @Test("The port is another's: not at the gateway, not for another school, not without a school")
    func borders() async throws {
        try await ChatClient.run { chat in
            #expect(try await chat.campus.anonymous.get("/api/profile").status == 404)
            let stranger = try await chat.campus.admin(in: .second)
            var client = chat.client
            client.token = stranger.client.token
            #expect(try await client.get("/api/admin/users").refuses(401, "Invalid or expired token"))
        }
        try await TestCampus.run { campus in
            try await campus.onFace("chat-auth") { client in
                let login = try await client.post("/api/auth/login", ["username": "a", "password": "b"])
                #expect(login.refuses(503, "No chat school is configured: set ELYMICA_CHAT_TENANT"))
                #expect(try await client.get("/api/testing/verification-token/000000000000000000000000").status == 404)
            }
        }
    }
}
