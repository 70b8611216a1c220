import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Who may come in", .timeLimit(.minutes(15)))
struct AccessTests {
    @Test("No token is 401 with WWW-Authenticate; from a portal's page it is 403 session_not_ready")
    func noToken() async throws {
        try await Served.run { served in
            let anonymous = try await served.anonymous.get("/notes")
            #expect(anonymous.status == 401)
            #expect(anonymous.headers[.wwwAuthenticate] == "Bearer")
            let portal = try await served.anonymous.get("/notes", headers: ["Origin": "https://student.elymica.com"])
            #expect(portal.status == 403)
            #expect(portal.json["code"]?.string == "session_not_ready")
            #expect(portal.headers[.accessControlAllowOrigin] == "https://student.elymica.com")
            let forged = try await served.anonymous.get("/notes", headers: ["X-Portal-Origin": "1"])
            #expect(forged.status == 401, "the mark cannot be brought from outside")
            let stranger = try await served.anonymous.get("/notes", headers: ["Origin": "https://evil.example"])
            #expect(stranger.status == 401)
            #expect(stranger.headers[.accessControlAllowOrigin] == nil)
        }
    }

    @Test("A bad token is 401, the wrong role 403, another school's header 403")
    func tokens() async throws {
        try await Served.run { served in
            #expect(try await served.signedIn("forged").get("/notes").status == 401)
            #expect(try await served.signedIn(String(repeating: "a", count: 12_000)).get("/notes").status == 401)
            #expect(try await served.signedIn().get("/notes/count").status == 403)
            var visitor = served.signedIn()
            visitor.tenantID = TenantID().description
            let mismatch = try await visitor.get("/notes")
            #expect(mismatch.status == 403)
            #expect(mismatch.json["code"]?.string == "tenant_mismatch")
            visitor.tenantID = Notes.tenant.description.uppercased()
            #expect(try await visitor.get("/notes").status == 200)
        }
    }

    @Test("One school never sees the other's rows")
    func tenancy() async throws {
        try await Served.run { served in
            _ = try await served.signedIn().post("/notes/rain", ["title": "Rain"])
            #expect(try await served.signedIn("other").get("/notes").json["notes"] == [])
            #expect(try await served.signedIn().get("/notes").json["notes"] == ["rain"])
        }
    }

    @Test("A preflight from a portal is answered with what it may do, from elsewhere with nothing")
    func preflight() async throws {
        try await Served.run { served in
            let headers = ["Origin": "https://teacher.elymica.com", "Access-Control-Request-Method": "PATCH"]
            let allowed = try await served.anonymous.send("OPTIONS", "/notes", headers: headers)
            #expect(allowed.status == 204)
            #expect(allowed.headers[.accessControlAllowMethods]?.contains("PATCH") == true)
            #expect(allowed.headers[.vary] == "Origin")
            let refused = try await served.anonymous.send("OPTIONS", "/notes", headers: ["Origin": "null"])
            #expect(refused.headers[.accessControlAllowOrigin] == nil)
        }
    }
}
