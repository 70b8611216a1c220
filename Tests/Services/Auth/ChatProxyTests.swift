import Access
import AuthAPI
import AuthService
import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Signing in at the chat platform's web client", .timeLimit(.minutes(5)))
struct ChatProxyTests {
    @Test("C6, C7, C8: signing in, refreshing and revoking, with the words of failures")
    func session() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.chatTenant = try? Subdomain(parsing: "sunrise-academy")
        }
        try await TestCampus.run(change) { campus in
            let name = "wanjiku@chat.example.com"
            let user = NewUser(email: try Email(parsing: name), name: try Line(parsing: "Wanjiku"), role: .teacher)
            _ = try await campus.campus.administration.createUser(
                user,
                password: Password(TestCampus.password),
                in: campus.schools[0].id
            )
            let path = "/api/v1/chat/authenticate"
            let wrong = try await campus.anonymous.post(path, ["username": .string(name), "password": "no"])
            #expect(wrong.status == 401)
            #expect(wrong.json["detail"] == "Invalid credentials")
            #expect(wrong.json["message"] == "Invalid credentials")
            let missing = try await campus.anonymous.post(path, ["username": "x"])
            #expect(missing.status == 422)
            #expect(missing.json["detail"]?[0]?["loc"] == ["body", "password"])

            let right = try await campus.anonymous.post(
                path,
                ["username": .string(name), "password": .string(TestCampus.password)]
            )
            #expect(right.status == 200)
            #expect(right.json["token_type"] == "bearer")
            #expect(right.json["expires_in"] == 900)
            #expect(right.json["user"]?["isVerified"] == true)
            #expect(right.json["user"]?["role"] == "supervisor")

            let old: JSON = ["refresh_token": right.json["refresh_token"] ?? .null]
            let renewed = try await campus.anonymous.post("/api/v1/chat/refresh", old)
            #expect(renewed.status == 200)
            #expect(renewed.json["user"] == right.json["user"])
            let bad = try await campus.anonymous.post("/api/v1/chat/refresh", ["refresh_token": "bad"])
            #expect(bad.status == 401)
            #expect(bad.json["detail"] == "Invalid or expired refresh token")

            var client = campus.anonymous
            client.token = renewed.json["access_token"]?.string
            #expect(try await client.get("/api/v1/chat/sessions").status == 200)
            let new: JSON = ["refresh_token": renewed.json["refresh_token"] ?? .null]
            let revoked = try await client.post("/api/v1/chat/revoke", new)
            #expect(revoked.status == 200)
            #expect(revoked.json["revoked_tokens"] == 1)
            #expect(try await campus.anonymous.post("/api/v1/chat/refresh", new).status == 401)
            #expect(try await client.get("/api/v1/chat/sessions").status == 401)
        }
    }
}
