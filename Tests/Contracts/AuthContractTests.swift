import CampusTestKit
import Endpoints
import Testing
import Values

/// Accounts and sign-in as the portals and the two HTML pages use them (contract section 1.2).
@Suite("Contract: auth", .timeLimit(.minutes(15)))
struct AuthContractTests {
    @Test("Register, sign in either way, refresh along every path, ask who one is, sign out")
    func session() async throws {
        try await TestCampus.run { campus in
            let registered = try await campus.register()
            #expect(
                WireRules.breaches(registered, .body(["userId": .uuid, "message": .text]), status: registered.status)
                    == []
            )
            #expect([200, 201].contains(registered.status))

            let login = Shape.body(Shape.tokens.merging(["user": .user, "tenant": .tenant]) { token, _ in token })
            let first = try await campus.signIn()
            #expect(WireRules.breaches(first, login) == [])
            let portal = Portal(campus.anonymous)
            let byID = try await portal.send(
                "POST",
                "/api/auth/login",
                [
                    "tenant_id": .string(campus.schools[0].id.description), "email": "amina@sunrise.example.com",
                    "password": .string(TestCampus.password),
                ]
            )
            #expect(WireRules.breaches(byID, login) == [])

            var tokens = first
            for path in ["/api/auth/refresh", "/api/enrollment/api/auth/refresh", "/api/api/auth/refresh"] {
                tokens = try await portal.send("POST", path, ["refresh_token": tokens.json["refresh_token"] ?? ""])
                #expect(WireRules.breaches(tokens, .body(Shape.tokens)) == [], "\(path)")
            }

            var client = campus.anonymous
            client.token = tokens.json["access_token"]?.string
            client.tenantID = campus.schools[0].id.description
            let browser = Portal(client, origin: "https://student.elymica.com")
            let me = try await browser.send("GET", "/api/auth/me")
            #expect(WireRules.breaches(me, .body(["user": .user])) == [])
            let out = try await browser.send(
                "POST",
                "/api/auth/logout",
                ["refresh_token": tokens.json["refresh_token"] ?? ""]
            )
            #expect((200..<300).contains(out.status))
            let again = try await portal.send(
                "POST",
                "/api/auth/refresh",
                ["refresh_token": tokens.json["refresh_token"] ?? ""]
            )
            #expect(again.status == 401)
        }
    }

    @Test("Signing out without a token sends an empty object and succeeds")
    func signOutWithoutToken() async throws {
        try await TestCampus.run { campus in
            let answer = try await Portal(campus.anonymous).send("POST", "/api/auth/logout", [:])
            #expect(WireRules.breaches(answer, .body([:])) == [])
        }
    }

    @Test("The two texts that clients compare with stand in `error`")
    func comparedTexts() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            let wrong = try await campus.signIn(password: "not the password")
            #expect(WireRules.breaches(ofError: wrong, 401, "invalid_credentials") == [])
            #expect(wrong.json["error"] == "Invalid credentials")
            let expired = try await Portal(campus.anonymous).send(
                "POST",
                "/api/auth/refresh",
                ["refresh_token": "nobody's"]
            )
            #expect(WireRules.breaches(ofError: expired, 401, "invalid_refresh_token") == [])
            #expect(expired.json["error"] == "Invalid or expired refresh token")
        }
    }

    @Test("A second account with the same address is a conflict")
    func duplicate() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            #expect(WireRules.breaches(ofError: try await campus.register(), 409, "email_taken") == [])
        }
    }
}
