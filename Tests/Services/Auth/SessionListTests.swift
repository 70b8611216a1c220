import Access
import AuthAPI
import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Sessions", .serialized, .timeLimit(.minutes(15)))
struct SessionListTests {
    @Test("Whoever signs in twice sees two sessions, knows which one is theirs, and ends the other")
    func own() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let (phone, laptop) = (try await zuri.signIn(), try await zuri.signIn())
            let listed = try await zuri.client(laptop).get("/api/auth/sessions")
            let sessions = try #require(listed.json["sessions"]?.array)
            #expect(listed.status == 200 && sessions.count == 2)
            #expect(sessions.compactMap { $0["current"]?.bool } == [true, false])
            #expect(sessions[0]["address"]?.string == "127.0.0.1")
            #expect(sessions[0]["device"]?.string != nil && sessions[0]["last_used_at"]?.string != nil)
            let other = try #require(sessions[1]["id"]?.string)
            let ended = try await zuri.client(laptop).delete("/api/auth/sessions/\(other)")
            #expect(ended.json == ["success": true, "message": "The session has ended."])
            #expect(try await zuri.client(phone).get("/api/auth/me").status == 401)
            #expect(try await campus.refresh(phone.refreshToken).status == 401)
            #expect(try await zuri.client(laptop).get("/api/auth/me").status == 200)
            #expect(try await zuri.client(laptop).delete("/api/auth/sessions/\(other)").status == 404)
            #expect(try await zuri.client(laptop).get("/api/auth/sessions").json["sessions"]?.array?.count == 1)
            #expect(try await zuri.audited().last == "session_revoked")
        }
    }

    @Test("Nobody sees or ends somebody else's session by its id")
    func foreign() async throws {
        try await TestCampus.run { campus in
            let (zuri, baraka) = (try await campus.account(), try await campus.account("baraka@example.com"))
            let (mine, theirs) = (try await zuri.signIn(), try await baraka.signIn())
            let listed = try await baraka.client(theirs).get("/api/auth/sessions").json["sessions"]
            let id = try #require(listed?[0]?["id"]?.string)
            let foreign = try await zuri.client(mine).delete("/api/auth/sessions/\(id)")
            let random = try await zuri.client(mine).delete("/api/auth/sessions/\(SessionID())")
            #expect(foreign.status == 404 && foreign.code == random.code)
            #expect(try await baraka.client(theirs).get("/api/auth/me").status == 200)
            #expect(try await campus.anonymous.get("/api/auth/sessions").status == 401)
        }
    }

    @Test("All sessions end at once, or all but the one that asks")
    func all() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let sessions = [try await zuri.signIn(), try await zuri.signIn(), try await zuri.signIn()]
            let kept = try await zuri.client(sessions[0]).post(
                "/api/auth/sessions/revoke-all",
                ["keep_current": true]
            )
            #expect(kept.json == ["success": true, "revoked": 2, "message": "2 sessions have ended."])
            #expect(try await zuri.client(sessions[0]).get("/api/auth/me").status == 200)
            #expect(try await zuri.client(sessions[2]).get("/api/auth/me").status == 401)
            let fourth = try await zuri.signIn()
            let some = try await zuri.client(fourth).delete("/api/auth/sessions?keep_current=true")
            #expect(some.json["revoked"]?.integer == 1)
            let all = try await zuri.client(fourth).post("/api/auth/sessions/revoke-all", [:])
            #expect(all.json["revoked"]?.integer == 1)
            #expect(try await zuri.client(fourth).get("/api/auth/me").status == 401)
            #expect(try await campus.refresh(fourth.refreshToken).status == 401)
            #expect(try await zuri.signIn().status == 200)
        }
    }

    @Test("Admins see and end the sessions of their school's people, and of nobody else")
    func byAdmins() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let path = "/api/auth/users/\(zuri.user.id)/sessions"
            let admin = try await campus.admin()
            #expect(try await admin.get(path).json["sessions"]?.array?.count == 1)
            #expect(try await campus.admin(in: .second).get(path).status == 404)
            #expect(try await campus.teacher().get(path).status == 403)
            let ended = try await admin.delete(path)
            #expect(ended.json["revoked"]?.integer == 1)
            #expect(try await zuri.client(session).get("/api/auth/me").status == 401)
            let root = try await campus.person("Platform Administrator", .superAdmin)
            #expect(try await admin.delete("/api/auth/users/\(root.id)/sessions").code == "forbidden_role")
            #expect(try await root.get("/api/auth/me").status == 200)
        }
    }
}
