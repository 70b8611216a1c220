import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Signing out", .serialized, .timeLimit(.minutes(15)))
struct SignOutTests {
    @Test("Without a refresh token the caller's own session ends, access token and all")
    func ownSession() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let (here, there) = (try await zuri.signIn(), try await zuri.signIn())
            let answer = try await zuri.client(here).post("/api/auth/logout", [:])
            #expect(answer.status == 200)
            #expect(answer.json["success"]?.bool == true)
            #expect(try await campus.refresh(here.refreshToken).status == 401)
            #expect(try await zuri.client(here).get("/api/auth/me").status == 401)
            #expect(try await campus.refresh(there.refreshToken).status == 200)
            #expect(try await zuri.audited().last == "signed_out")
        }
    }

    @Test("A refresh token ends its session, even when the access token has expired")
    func byRefreshToken() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let body: JSON = ["refresh_token": .string(session.refreshToken ?? "")]
            #expect(try await campus.anonymous.post("/api/auth/logout", body).status == 200)
            #expect(try await campus.anonymous.post("/api/auth/logout", body).status == 200)
            #expect(try await campus.refresh(session.refreshToken).status == 401)
            #expect(try await zuri.client(session).get("/api/auth/me").status == 401)
        }
    }

    @Test("Whoever brings neither is signed out already; a made-up refresh token ends nothing")
    func neither() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let parts = try #require(session.refreshToken).split(separator: ".")
            #expect(try await campus.anonymous.post("/api/auth/logout").status == 200)
            let madeUp = JSON.string("rt1.\(parts[1]).0.\(String(repeating: "A", count: 43))")
            #expect(try await campus.anonymous.post("/api/auth/logout", ["refresh_token": madeUp]).status == 200)
            #expect(try await campus.refresh(session.refreshToken).status == 200)
        }
    }
}
