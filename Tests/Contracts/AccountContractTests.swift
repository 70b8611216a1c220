import Campus
import CampusTestKit
import Endpoints
import TestKit
import Testing
import Values

/// Passwords, addresses and invitations of contract section 1.2: what is asked for by mail.
@Suite("Contract: accounts", .timeLimit(.minutes(15)))
struct AccountContractTests {
    private static let email = "amina@sunrise.example.com"

    /// The token of the link in the next mail that has one to this page.
    private func token(_ campus: TestCampus, page: String, to email: String = email) async throws -> String {
        let mark = "/\(page)?token="
        while true {
            let mail = try await campus.mail.next(to: email)
            guard let link = mail.links.first(where: { $0.contains(mark) }) else { continue }
            return String(link.split(separator: "=").last ?? "")
        }
    }

    private func saying(_ message: String) -> JSON { ["success": true, "message": .string(message)] }

    @Test("POST /api/auth/request-password-reset and /api/auth/reset-password: any 2xx; 400 for a bad token")
    func reset() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            let portal = Portal(campus.anonymous)
            for email in [Self.email, "nobody@sunrise.example.com"] {
                let asked = try await portal.send(
                    "POST",
                    "/api/auth/request-password-reset",
                    ["email": .string(email), "tenant_subdomain": "sunrise-academy"]
                )
                #expect(asked.status == 200)
                #expect(asked.json == saying("If there is such an account, a mail with a link is on its way."))
            }
            let token = try await token(campus, page: "reset-password")
            func reset(_ token: String, _ password: String) async throws -> PlatformClient.Answer {
                try await portal.send(
                    "POST",
                    "/api/auth/reset-password",
                    ["token": .string(token), "new_password": .string(password)]
                )
            }
            let weak = try await reset(token, "password")
            #expect(WireRules.breaches(ofError: weak, 422, "weak_password") == [])
            let done = try await reset(token, "Mwezi-2027")
            #expect(done.status == 200)
            #expect(done.json == saying("Your password is changed. You can sign in now."))
            for bad in [token, "nobody's"] {
                let refused = try await reset(bad, "Mwezi-2028")
                #expect(WireRules.breaches(ofError: refused, 400, "invalid_reset_token") == [])
            }
            #expect(try await campus.signIn(password: "Mwezi-2027").status == 200)
            #expect(try await campus.signIn().status == 401)
        }
    }

    @Test("POST /api/auth/password-reset: both steps under one name")
    func passwordReset() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            let portal = Portal(campus.anonymous)
            let asked = try await portal.send(
                "POST",
                "/api/auth/password-reset",
                ["email": .string(Self.email), "tenant_subdomain": "sunrise-academy"]
            )
            #expect(asked.status == 200)
            #expect(asked.json == saying("If there is such an account, a mail with a link is on its way."))
            let token = try await token(campus, page: "reset-password")
            let done = try await portal.send(
                "POST",
                "/api/auth/password-reset",
                ["token": .string(token), "new_password": "Mwezi-2027"]
            )
            #expect(done.status == 200)
            #expect(done.json == saying("Your password is changed. You can sign in now."))
            let empty = try await portal.send("POST", "/api/auth/password-reset", [:])
            #expect(WireRules.breaches(ofError: empty, 422, "invalid_value") == [])
        }
    }

    @Test("POST /api/auth/change-password: the current one is needed; 401 without a token")
    func change() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            var client = campus.anonymous
            client.token = try await campus.signIn().json["access_token"]?.string
            func change(_ client: PlatformClient, _ current: String) async throws -> PlatformClient.Answer {
                try await Portal(client).send(
                    "POST",
                    "/api/auth/change-password",
                    ["current_password": .string(current), "new_password": "Mwezi-2027"]
                )
            }
            let wrong = try await change(client, "Wrong-2026")
            #expect(WireRules.breaches(ofError: wrong, 422, "wrong_password") == [])
            let nobody = try await change(campus.anonymous, TestCampus.password)
            #expect(WireRules.breaches(ofError: nobody, 401, "unauthorized") == [])
            let done = try await change(client, TestCampus.password)
            #expect(done.status == 200 && done.json == saying("Your password is changed."))
            #expect(try await campus.signIn(password: "Mwezi-2027").status == 200)
        }
    }

    @Test("POST /api/auth/verify-email and /api/auth/resend-verification")
    func verifyEmail() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.register()
            let portal = Portal(campus.anonymous)
            let asked = try await portal.send(
                "POST",
                "/api/auth/resend-verification",
                ["email": .string(Self.email), "tenant_subdomain": "sunrise-academy"]
            )
            #expect(asked.status == 200)
            #expect(asked.json == saying("If there is something to confirm, a mail with a link is on its way."))
            let body: JSON = ["token": .string(try await token(campus, page: "verify-email"))]
            let done = try await portal.send("POST", "/api/auth/verify-email", body)
            #expect(done.status == 200 && done.json == saying("Your e-mail address is confirmed."))
            let again = try await portal.send("POST", "/api/auth/verify-email", body)
            #expect(WireRules.breaches(ofError: again, 400, "invalid_verification_token") == [])
        }
    }

    @Test("Invitations: one, from a spreadsheet with a result for each row, again, taken back, accepted")
    func invitations() async throws {
        try await TestCampus.run { campus in
            let (admin, visitor) = (Portal(try await campus.admin()), Portal(campus.anonymous))
            let path = "/api/auth/invitations"
            let juma = "juma@sunrise.example.com"
            let invited = try await admin.send(
                "POST",
                path,
                ["email": .string(juma), "role": "teacher", "name": "Juma Ali"]
            )
            let answer = ["invitation": Shape.invitation, "message": .text]
            #expect(WireRules.breaches(invited, exactly: answer, status: 201) == [])
            let id = try #require(invited.json["invitation"]?["id"]?.string)
            _ = try await token(campus, page: "accept-invitation", to: juma)
            let resent = try await admin.send("POST", "\(path)/\(id)/resend")
            #expect(WireRules.breaches(resent, exactly: answer) == [])
            let link: JSON = .string(try await token(campus, page: "accept-invitation", to: juma))

            let listed = try await admin.send("GET", path)
            let list: [String: Shape] = ["invitations": .list(.invitation), "pagination": .pagination]
            #expect(WireRules.breaches(listed, exactly: list) == [])

            let accept: JSON = ["token": link, "password": "Mwezi-2027"]
            let accepted = try await visitor.send("POST", path + "/accept", accept)
            let account: [String: Shape] = ["user_id": .uuid, "user": .user, "message": .text]
            #expect(WireRules.breaches(accepted, exactly: account, status: 201) == [])
            let again = try await visitor.send("POST", path + "/accept", accept)
            #expect(WireRules.breaches(ofError: again, 400, "invalid_invitation") == [])
            let closed = try await admin.send("DELETE", "\(path)/\(id)")
            #expect(WireRules.breaches(ofError: closed, 409, "invitation_closed") == [])

            let bulk = try await admin.send(
                "POST",
                path + "/bulk",
                ["csv": "email,role\nneema@sunrise.example.com,student\nnot an address,student\n"]
            )
            #expect(bulk.status == 200 && bulk.json["invited"] == 1 && bulk.json["refused"] == 1)
            let row = Shape.object(
                ["row": .number, "email": .text, "status": .oneOf(["invited", "refused"])],
                optional: ["invitation_id": .uuid, "code": .text, "message": .text]
            )
            #expect(
                WireRules.breaches(
                    bulk,
                    exactly: ["invited": .number, "refused": .number, "results": .list(row)]
                ) == []
            )
            let other = try #require(bulk.json["results"]?[0]?["invitation_id"]?.string)
            let revoked = try await admin.send("DELETE", "\(path)/\(other)")
            #expect(revoked.json == saying("The invitation of neema@sunrise.example.com is taken back."))
            let student = Portal(try await campus.student())
            let forbidden = try await student.send("POST", path, ["email": .string(juma), "role": "teacher"])
            #expect(WireRules.breaches(ofError: forbidden, 403, "forbidden") == [])
        }
    }
}

extension Shape {
    static let invitation = object(
        [
            "id": .uuid, "email": .email, "role": .oneOf(["student", "teacher", "parent", "admin"]),
            "status": .oneOf(["pending", "accepted", "revoked", "expired"]), "created_at": .instant,
            "expires_at": .instant,
        ],
        optional: ["name": .text, "accepted_at": .instant, "user_id": .uuid]
    )
    static let pagination = object(["current_page": .number, "total_pages": .number, "total_items": .number])
}
