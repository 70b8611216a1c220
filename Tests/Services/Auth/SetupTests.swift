import AuthService
import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("The first administrator", .timeLimit(.minutes(15)))
struct SetupTests {
    @Test("The setup token opens one school with one administrator, and no more once there is one")
    func once() async throws {
        try await TestCampus.run { campus in
            let first = FirstAdministrator(database: campus.database)
            let token = try #require(try await first.firstToken())
            #expect(try await first.firstToken() == nil)
            #expect(try await campus.setUp("not the token").status == 403)
            let newer = try #require(try await first.newToken())
            #expect(try await campus.setUp(token).code == "invalid_setup_token")
            let weak = try await campus.setUp(newer, password: "Password123")
            #expect(weak.code == "weak_password")
            let done = try await campus.setUp(newer)
            #expect(done.status == 201 && done.json["user"]?["role"] == "admin")
            #expect(done.json["tenant"]?["subdomain"] == "baobab")
            _ = try await campus.anonymous.signedIn(
                school: "baobab",
                email: "head@baobab.example.com",
                password: "Mwezi-2027"
            )
            #expect(try await campus.setUp(newer).status == 403)
            #expect(try await first.newToken() == nil)
        }
    }
}

extension TestCampus {
    fileprivate func setUp(_ token: String, password: String = "Mwezi-2027") async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/setup",
            [
                "token": .string(token), "school": "Baobab School", "subdomain": "baobab", "name": "Head Teacher",
                "email": "head@baobab.example.com", "password": .string(password),
            ]
        )
    }
}
