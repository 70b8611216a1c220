import Access
import AuthAPI
import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("The people of a school", .serialized, .timeLimit(.minutes(15)))
struct PeopleTests {
    private func body(_ role: String, _ email: String = "new@example.com") -> JSON {
        ["email": .string(email), "name": "Baraka Ouma", "role": .string(role), "password": "Baobab-2026"]
    }

    @Test("An admin makes accounts in every role of the school; they belong to the admin's school and can sign in")
    func create() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            for role in ["student", "parent", "teacher", "admin"] {
                let email = "\(role)@example.com"
                let answer = try await admin.post("/api/auth/users", body(role, email))
                #expect(answer.status == 201)
                #expect(answer.json["user"]?["role"]?.string == role)
                #expect(answer.json["user"]?["tenant_id"]?.string == admin.school.id.description)
                #expect(answer.json["user_id"]?.string == answer.json["user"]?["id"]?.string)
                _ = try await campus.anonymous.signedIn(
                    school: admin.school.subdomain,
                    email: email,
                    password: "Baobab-2026"
                )
            }
            let superAdmin = try await admin.post("/api/auth/users", body("super_admin", "super@example.com"))
            #expect(superAdmin.code == "forbidden_role")
            #expect(try await admin.post("/api/auth/users", body("student", "admin@example.com")).status == 409)
        }
    }

    @Test("Only admins make and list accounts", arguments: [Role.student, .parent, .teacher])
    func roles(role: Role) async throws {
        try await TestCampus.run { campus in
            let somebody = try await campus.person("Somebody", role)
            #expect(try await somebody.post("/api/auth/users", body("student")).status == 403)
            #expect(try await somebody.get("/api/auth/users").status == 403)
            #expect(try await campus.anonymous.post("/api/auth/users", body("student")).status == 401)
            #expect(try await campus.anonymous.get("/api/auth/users").status == 401)
        }
    }

    @Test("A name that an account does not have is refused, not ignored")
    func unknownName() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let answer = try await admin.post(
                "/api/auth/users",
                [
                    "email": "a@example.com", "name": "A", "role": "student", "password": "Baobab-2026",
                    "tenant_id": .string(campus.schools[1].id.description),
                ]
            )
            #expect(answer.status == 422)
            #expect(answer.fields == ["tenant_id"])
        }
    }

    @Test("The list has pages without gaps or repetitions, filters, and a search that takes every sign literally")
    func list() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin("Aa Admin")
            for number in 0..<7 { _ = try await campus.student("Learner 50%_\(number)") }
            _ = try await campus.teacher("Zawadi")
            _ = try await campus.student("Stranger", in: .second)
            var seen: [String] = []
            for page in 1...4 {
                let answer = try await admin.get("/api/auth/users?limit=3&page=\(page)")
                #expect(answer.json["pagination"]?["total_items"]?.integer == 9)
                #expect(answer.json["pagination"]?["total_pages"]?.integer == 3)
                #expect(answer.json["pagination"]?["current_page"]?.integer == page)
                seen += (answer.json["users"]?.array ?? []).compactMap { $0["name"]?.string }
            }
            #expect(seen == ["Aa Admin"] + (0..<7).map { "Learner 50%_\($0)" } + ["Zawadi"])
            for (query, count) in [
                ("role=teacher", 1), ("search=LEARNER", 7), ("search=50%25_3", 1), ("search=%25", 7),
                ("search=nobody", 0),
                ("status=suspended", 0), ("search=stranger", 0), ("role=student&status=active&limit=100", 7),
            ] {
                let answer = try await admin.get("/api/auth/users?\(query)")
                #expect(answer.json["users"]?.array?.count == min(count, 20), "\(query)")
                #expect(answer.json["pagination"]?["total_items"]?.integer == count, "\(query)")
            }
            for query in ["limit=101", "limit=0", "page=0", "role=owner", "page=x"] {
                #expect(try await admin.get("/api/auth/users?\(query)").status == 422, "\(query)")
            }
        }
    }

    @Test("Me is who the token says, as the account is now")
    func currentUser() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let tenant = amina.school.id
            try await campus.database.tenant(tenant).execute("update auth.users set name = 'Amina Wanjiru'")
            let me = try await amina.get("/api/auth/me")
            #expect(me.json["user"]?["name"]?.string == "Amina Wanjiru")
            try await campus.database.tenant(tenant).execute("delete from auth.users")
            #expect(try await amina.get("/api/auth/me").status == 401)
            #expect(try await campus.anonymous.get("/api/auth/me").status == 401)
        }
    }
}
