import Access
import AuthAPI
import AuthService
import Campus
import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("Schools", .serialized, .timeLimit(.minutes(15)))
struct SchoolTests {
    @Test("A super admin opens a school, once for a code")
    func create() async throws {
        try await TestCampus.run { campus in
            let root = try await campus.person("Platform Administrator", .superAdmin)
            let body: JSON = [
                "name": "Acacia Primary", "subdomain": "Acacia", "primary_color": "#0F766E", "locale": "sw",
                "max_users": 1,
            ]
            let answer = try await root.post("/api/auth/tenants", body)
            #expect(answer.status == 201)
            let tenant = try #require(answer.json["tenant"])
            #expect(tenant["subdomain"]?.string == "acacia")
            #expect(tenant["primary_color"]?.string == "#0f766e")
            #expect(tenant["locale"]?.string == "sw")
            let again = try await root.post("/api/auth/tenants", body)
            #expect(again.status == 409)
            #expect(again.code == "subdomain_taken")
            func register(_ email: JSON) async throws -> PlatformClient.Answer {
                try await campus.anonymous.post(
                    "/api/auth/register",
                    ["tenant_subdomain": "acacia", "email": email, "name": "Neema", "password": "Baobab-2026"]
                )
            }
            let first = try await register("a@example.com")
            #expect(first.json["user"]?["locale"]?.string == "sw")
            #expect(try await register("b@example.com").code == "tenant_limit_reached")
        }
    }

    @Test("Nobody else opens schools", arguments: [Role.student, .parent, .teacher, .admin])
    func roles(role: Role) async throws {
        try await TestCampus.run { campus in
            let somebody = try await campus.person("Somebody", role)
            let answer = try await somebody.post("/api/auth/tenants", ["name": "Mine", "subdomain": "mine"])
            #expect(answer.status == 403)
            #expect(
                try await somebody.get("/api/auth/tenants/current").json["tenant"]?["name"]?.string == "Sunrise Academy"
            )
        }
    }

    @Test(
        "Bad values name their field",
        arguments: [
            ("subdomain", "-x-"), ("subdomain", "a"), ("primary_color", "teal"), ("name", ""), ("max_users", "many"),
        ]
    )
    func badInput(field: String, value: String) async throws {
        try await TestCampus.run { campus in
            let root = try await campus.person("Platform Administrator", .superAdmin)
            var body = JSONObject()
            body["name"] = "Acacia Primary"
            body["subdomain"] = "acacia"
            body[field] = .string(value)
            let answer = try await root.post("/api/auth/tenants", .object(body))
            #expect(answer.status == 422)
            #expect(answer.fields == [field])
        }
    }

    @Test("Other services see schools and their own school's people, and nothing else of this one")
    func views() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            _ = try await campus.student("Stranger", in: .second)
            let database = try await campus.database(role: "elymica_certificate")
            let door = database.tenant(amina.school.id)
            let people: [String] = try await door.all("select name from auth.public_people")
            #expect(people == ["Amina Otieno"])
            let schools: [String] = try await door.all("select subdomain from auth.public_tenants order by subdomain")
            #expect(schools == ["lagoon-college", "sunrise-academy"])
            for query in [
                "select count(*) from auth.users where password_hash is not null" as Query,
                "select count(*) from auth.sessions", "select count(*) from auth.signing_keys",
                "select count(*) from auth.audit_log", "select count(settings) from auth.tenants",
            ] {
                await #expect(throws: PostgresError.self) { try await door.value(query, as: Int.self) }
            }
            await database.shutdown()
        }
    }

    @Test("A seed that was interrupted can be run again: what exists is left as it is")
    func ensure() async throws {
        try await TestCampus.run { campus in
            let administration = campus.campus.administration
            let school = NewTenant(
                name: try Line(parsing: "Other Name"),
                subdomain: try Subdomain(parsing: "sunrise-academy")
            )
            let tenant = try await administration.ensureTenant(school)
            #expect(tenant.id == campus.schools[0].id)
            #expect(tenant.name == "Sunrise Academy")
            let person = NewUser(email: try Email(parsing: "a@example.com"), name: try Line(parsing: "A"), role: .admin)
            let password = try Password(TestCampus.password)
            let first = try await administration.ensureUser(person, password: password, in: tenant.id)
            let second = try await administration.ensureUser(person, password: password, in: tenant.id)
            #expect(first == second)
        }
    }
}
