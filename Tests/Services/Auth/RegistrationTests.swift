import Access
import AuthAPI
import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("Registering", .serialized, .timeLimit(.minutes(15)))
struct RegistrationTests {
    private func body(_ changes: [(String, JSON?)] = []) -> JSON {
        var body = JSONObject()
        body["tenant_subdomain"] = "sunrise-academy"
        body["email"] = "Neema@Example.com"
        body["name"] = " Neema Wairimũ "
        body["password"] = "Baobab-2026"
        for (name, value) in changes { body[name] = value }
        return .object(body)
    }

    @Test("A new account is a student's, can sign in at once, and is announced and audited")
    func register() async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.anonymous.post(
                "/api/auth/register",
                body([("phone_number", "+254 700 000 009"), ("username", "neema"), ("portal", "x")])
            )
            #expect(answer.status == 201)
            #expect(answer.json["success"]?.bool == true)
            let id = try #require(answer.json["user_id"]?.string)
            #expect(answer.json["userId"]?.string == id)
            #expect(answer.json["message"]?.string?.isEmpty == false)
            let user = try #require(answer.json["user"])
            #expect(user["email"]?.string == "neema@example.com")
            #expect(user["name"]?.string == "Neema Wairimũ")
            #expect(user["role"]?.string == "student")
            #expect(user["phone_number"]?.string == "+254700000009")
            let signedIn = try await campus.anonymous.signedIn(
                school: "sunrise-academy",
                email: "neema@example.com",
                password: "Baobab-2026"
            )
            #expect(try await signedIn.get("/api/auth/me").json["user"]?["id"]?.string == id)
            let tenant = campus.schools[0].id
            let announced: String? = try await campus.database.tenant(tenant).value(
                "select payload ->> 'user_id' from events.outbox where name = 'auth.user_registered' order by id desc"
            )
            #expect(announced == id)
            let audited: Int? = try await campus.database.tenant(tenant).value(
                "select count(*) from auth.audit_log where action = 'registered' and actor_id = \(UserID(id))"
            )
            #expect(audited == 1)
        }
    }

    @Test("Nobody becomes more than a student or a parent", arguments: ["teacher", "admin", "super_admin"])
    func roles(role: String) async throws {
        try await TestCampus.run { campus in
            let refused = try await campus.anonymous.post("/api/auth/register", body([("role", .string(role))]))
            #expect(refused.status == 403)
            #expect(refused.code == "forbidden_role")
            let parent = try await campus.anonymous.post("/api/auth/register", body([("role", "parent")]))
            #expect(parent.json["user"]?["role"]?.string == "parent")
        }
    }

    @Test("An address or a username has one account in a school, whatever its case, and one in the next")
    func duplicates() async throws {
        try await TestCampus.run { campus in
            let path = "/api/auth/register"
            #expect(try await campus.anonymous.post(path, body([("username", "neema")])).status == 201)
            let again = try await campus.anonymous.post(path, body([("email", "NEEMA@example.com")]))
            #expect(again.status == 409)
            #expect(again.code == "email_taken")
            let sameName = try await campus.anonymous.post(
                path,
                body([("email", "other@example.com"), ("username", "NEEMA")])
            )
            #expect(sameName.status == 409)
            #expect(sameName.code == "username_taken")
            let elsewhere = try await campus.anonymous.post(path, body([("tenant_subdomain", "lagoon-college")]))
            #expect(elsewhere.status == 201)
        }
    }

    @Test("Two who register one address at once make one account")
    func race() async throws {
        try await TestCampus.run { campus in
            let body = body()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await campus.anonymous.post("/api/auth/register", body).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 409, 409, 409, 409, 409])
        }
    }

    @Test(
        "A weak password is refused with what is wrong about it",
        arguments: [
            ("Short1", "at least 8"), ("lower-case-1", "upper-case"), ("No-Digits-Here", "digit"),
            ("Password1", "common"),
        ]
    )
    func weakPassword(password: String, reason: String) async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.anonymous.post("/api/auth/register", body([("password", .string(password))]))
            #expect(answer.status == 422)
            #expect(answer.code == "weak_password")
            #expect(answer.fields == ["password"])
            #expect(answer.json["errors"]?[0]?["message"]?.string?.contains(reason) == true)
            #expect(!answer.text.contains(password))
        }
    }

    @Test(
        "Bad values name their field and make no account",
        arguments: [
            ("email", "neema@localhost" as JSON), ("email", .null), ("name", ""), ("name", "a\u{0}b"),
            ("role", "owner"),
            ("phone_number", "0700"), ("username", "a@b"), ("username", "ab"), ("tenant_subdomain", "Sunrise Academy"),
            ("tenant_id", "not-a-uuid"), ("locale", "x"),
        ]
    )
    func badInput(field: String, value: JSON) async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.anonymous.post("/api/auth/register", body([(field, value)]))
            #expect(answer.status == 422)
            #expect(answer.fields == [field])
            let people: Int? = try await campus.database.tenant(campus.schools[0].id).value(
                "select count(*) from auth.users"
            )
            #expect(people == 0)
        }
    }

    @Test("A school that is unknown, closed, suspended or full takes nobody")
    func schools() async throws {
        try await TestCampus.run { campus in
            let tenant = campus.schools[0].id
            let path = "/api/auth/register"
            #expect(try await campus.anonymous.post(path, body([("tenant_subdomain", "nowhere")])).status == 404)
            for (change, code) in [
                ("update auth.tenants set self_registration = false" as Query, "registration_closed"),
                ("update auth.tenants set self_registration = true, status = 'suspended'", "tenant_not_active"),
                ("update auth.tenants set status = 'active', settings = '{\"max_users\": 0}'", "tenant_limit_reached"),
            ] {
                try await campus.database.tenant(tenant).execute(change)
                let answer = try await campus.anonymous.post(path, body())
                #expect(answer.status == 403)
                #expect(answer.code == code)
            }
        }
    }

    @Test("The last places of a school with a limit are given exactly once")
    func limit() async throws {
        try await TestCampus.run { campus in
            try await campus.database.tenant(campus.schools[0].id).execute(
                "update auth.tenants set settings = '{\"max_users\": 3}'"
            )
            let bodies = (0..<12).map { body([("email", .string("learner\($0)@example.com"))]) }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for body in bodies {
                    group.addTask { try await campus.anonymous.post("/api/auth/register", body).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 3)
            #expect(statuses.filter { $0 == 403 }.count == 9)
        }
    }

    @Test("With an Idempotency-Key a repeated registration gets the first answer")
    func idempotency() async throws {
        try await TestCampus.run { campus in
            let key = ["Idempotency-Key": "a-registration"]
            let first = try await campus.anonymous.post("/api/auth/register", body(), headers: key)
            let second = try await campus.anonymous.post("/api/auth/register", body(), headers: key)
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(first.json == second.json)
        }
    }
}
