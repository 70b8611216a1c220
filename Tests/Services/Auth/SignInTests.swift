import AuthAPI
import CampusTestKit
import Endpoints
import HTTPTypes
import Postgres
import Testing
import Values

@Suite("Signing in", .serialized, .timeLimit(.minutes(15)))
struct SignInTests {
    @Test("The answer holds both tokens, the user and the school, as the portals read them")
    func shape() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let answer = try await zuri.signIn()
            #expect(answer.status == 200)
            #expect(answer.json["success"]?.bool == true)
            #expect(answer.json["token_type"]?.string == "Bearer")
            #expect(answer.json["expires_in"]?.string == "900")
            #expect(answer.json["access_token"]?.string?.split(separator: ".").count == 3)
            #expect(answer.json["refresh_token"]?.string?.hasPrefix("rt1.") == true)
            let user = try #require(answer.json["user"]?.object)
            #expect(user["id"]?.string == zuri.user.id.description)
            #expect(user["email"]?.string == "zuri@sunrise.example.com")
            #expect(user["name"]?.string == "Zuri Njeri")
            #expect(user["role"]?.string == "student")
            #expect(user["tenant_id"]?.string == campus.schools[0].id.description)
            #expect(user["tenant_subdomain"]?.string == "sunrise-academy")
            #expect(user["status"]?.string == "active")
            #expect(user["created_at"]?.string?.hasSuffix("Z") == true)
            #expect(!user.members.contains { $0.value == .null })
            let tenant = try #require(answer.json["tenant"])
            #expect(tenant["id"]?.string == campus.schools[0].id.description)
            #expect(tenant["name"]?.string == "Sunrise Academy")
            #expect(tenant["subdomain"]?.string == "sunrise-academy")
            let me = try await zuri.client(answer).get("/api/auth/me")
            #expect(me.status == 200)
            #expect(me.json["user"] == .object(user))
        }
    }

    @Test("School id, school code in capitals, e-mail address in capitals and username all lead to the same account")
    func names() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(username: "ZuriN")
            let password = JSON.string(TestCampus.password)
            let bodies: [JSON] = [
                [
                    "tenant_id": .string(campus.schools[0].id.description), "email": "zuri@sunrise.example.com",
                    "password": password,
                ],
                ["tenant_subdomain": " Sunrise-Academy ", "email": "Zuri@Sunrise.example.com", "password": password],
                ["tenant_subdomain": "sunrise-academy", "username": "zurin", "password": password],
                ["tenant_subdomain": "sunrise-academy", "email": "ZURIN", "password": password, "remember": true],
            ]
            for body in bodies {
                let answer = try await campus.anonymous.post("/api/auth/login", body)
                #expect(answer.json["user"]?["id"]?.string == zuri.user.id.description, "\(body)")
            }
        }
    }

    @Test("A wrong password, an unknown person, another school and an unknown school answer alike")
    func uniformRefusal() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let elsewhere = JSON.string(campus.schools[1].id.description)
            let email = JSON.string(zuri.user.email.text)
            let password = JSON.string(TestCampus.password)
            let bodies: [JSON] = [
                ["tenant_subdomain": "sunrise-academy", "email": email, "password": "Wrong-2026"],
                ["tenant_subdomain": "sunrise-academy", "email": email, "password": ""],
                ["tenant_subdomain": "sunrise-academy", "email": "nobody@sunrise.example.com", "password": password],
                ["tenant_id": elsewhere, "email": email, "password": password],
                ["tenant_id": elsewhere, "tenant_subdomain": "sunrise-academy", "email": email, "password": password],
                ["tenant_subdomain": "no-such-school", "email": email, "password": password],
            ]
            for body in bodies {
                let answer = try await campus.anonymous.post("/api/auth/login", body)
                #expect(answer.status == 401, "\(body)")
                #expect(answer.json["success"]?.bool == false)
                #expect(answer.json["error"]?.string == "Invalid credentials")
                #expect(answer.code == "invalid_credentials")
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            }
        }
    }

    private static let refusals: [(body: JSON, field: String)] = [
        (["email": "a@b.example.com", "password": "x"], "tenant_subdomain"),
        (["tenant_subdomain": "sunrise-academy", "password": "x"], "email"),
        (["tenant_subdomain": "sunrise-academy", "email": "a@b.example.com"], "password"),
        (["tenant_id": "1", "email": "a@b.example.com", "password": "x"], "tenant_id"),
        (["tenant_subdomain": "sunrise-academy", "email": 7, "password": "x"], "email"),
        (["tenant_subdomain": "sunrise-academy", "email": "a\u{7}b", "password": "x"], "email"),
        (["tenant_subdomain": "sunrise-academy", "email": "a@b.example.com", "password": ["x"]], "password"),
    ]

    @Test("A request without school, name or password names the field", arguments: refusals)
    func badInput(body: JSON, field: String) async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.anonymous.post("/api/auth/login", body)
            #expect(answer.status == 422)
            #expect(answer.fields == [field])
        }
    }

    @Test("Whoever is not active is told so only with the right password")
    func notActive() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let tenant = zuri.user.tenantID
            _ = try await campus.database.tenant(tenant).execute(
                "update auth.users set status = 'suspended' where tenant_id = \(tenant)"
            )
            #expect(try await zuri.signIn(password: "Wrong-2026").code == "invalid_credentials")
            let refused = try await zuri.signIn()
            #expect(refused.status == 403)
            #expect(refused.code == "account_not_active")
        }
    }

    @Test("A password stored by the old system signs in once and is stored anew")
    func importedPassword() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let tenant = zuri.user.tenantID
            // bcrypt of `Sunrise-2026`, cost 4.
            let old = "$2b$04$abcdefghijklmnopqrstuuAUz2eF1FUNO3jRcz/.1i2Z2PGKxpTEy"
            _ = try await campus.database.tenant(tenant).execute(
                "update auth.users set password_hash = \(old) where tenant_id = \(tenant)"
            )
            let first = try await zuri.signIn()
            let stored: String? = try await campus.database.tenant(tenant).value(
                "select password_hash from auth.users where tenant_id = \(tenant)"
            )
            #expect(first.status == 200)
            #expect(stored?.hasPrefix("$argon2id$") == true)
            #expect(try await zuri.signIn().status == 200)
        }
    }

    @Test("Every try is in the audit log with address and agent; no password is")
    func audit() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            _ = try await zuri.signIn(password: "Wrong-2026")
            _ = try await campus.anonymous.post("/api/auth/login", zuri.login, headers: ["User-Agent": "Portal/1"])
            #expect(try await zuri.audited() == ["user_created", "sign_in_failed", "signed_in"])
            struct Line: Decodable, Sendable {
                var address: String?
                var userAgent: String?
                var requestID: String?
                var row: String
            }
            let line: Line? = try await campus.database.tenant(zuri.user.tenantID).first(
                """
                select address, user_agent, request_id, audit_log::text as row from auth.audit_log
                where action = 'signed_in'
                """
            )
            #expect(line?.address == "127.0.0.1")
            #expect(line?.userAgent == "Portal/1")
            #expect(line?.requestID?.isEmpty == false)
            #expect(line?.row.contains(TestCampus.password) == false)
        }
    }
}
