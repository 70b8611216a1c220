import Access
import CampusTestKit
import Endpoints
import Testing
import Values

/// Accounts and schools as administrators see them (contract sections 1.2 and 1.11).
@Suite("Contract: users", .timeLimit(.minutes(15)))
struct UserContractTests {
    private static let users = "/api/auth/users"

    private func created(_ admin: Portal) async throws -> PlatformClient.Answer {
        try await admin.send(
            "POST",
            Self.users,
            [
                "email": "zuri@sunrise.example.com", "name": "Zuri Njeri", "role": "student",
                "password": .string(TestCampus.password),
            ]
        )
    }

    @Test("Made, listed, changed and unlocked, each with the whole account")
    func accounts() async throws {
        try await TestCampus.run { campus in
            let admin = Portal(try await campus.admin())
            let made = try await created(admin)
            let body: [String: Shape] = ["user_id": .uuid, "user": .user, "message": .text]
            #expect(WireRules.breaches(made, exactly: body, status: 201) == [])
            let id = try #require(made.json["user_id"]?.string)
            #expect(WireRules.breaches(ofError: try await created(admin), 409, "email_taken") == [])

            let listed = try await admin.send("GET", Self.users + "?role=student")
            #expect(WireRules.breaches(listed, exactly: ["users": .list(.user), "pagination": .pagination]) == [])
            #expect(listed.json["users"] == .array([made.json["user"] ?? .null]))
            #expect(listed.json["pagination"] == ["current_page": 1, "total_pages": 1, "total_items": 1])

            let path = "\(Self.users)/\(id)"
            let changed = try await admin.send("PATCH", path, ["status": "suspended"])
            #expect(WireRules.breaches(changed, exactly: ["user": .user, "message": .text]) == [])
            #expect(changed.json["message"] == "The account of Zuri Njeri is changed.")
            #expect(
                changed.json["user"] == [
                    "id": .string(id), "email": "zuri@sunrise.example.com", "name": "Zuri Njeri", "role": "student",
                    "tenant_id": .string(campus.schools[0].id.description), "tenant_subdomain": "sunrise-academy",
                    "status": "suspended", "locale": "en", "created_at": made.json["user"]?["created_at"] ?? .null,
                ]
            )
            let unlocked = try await admin.send("POST", path + "/unlock")
            #expect(unlocked.status == 200)
            #expect(unlocked.json == ["success": true, "message": "Zuri Njeri can sign in again."])
        }
    }

    @Test("What an administrator may not do is refused by name")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let (person, amina) = (try await campus.admin(), try await campus.student())
            let admin = Portal(person)
            func change(_ id: String, _ body: JSON) async throws -> PlatformClient.Answer {
                try await admin.send("PATCH", "\(Self.users)/\(id)", body)
            }
            let own = try await change(person.id.description, ["role": "teacher"])
            #expect(WireRules.breaches(ofError: own, 403, "own_account") == [])
            let above = try await change(amina.id.description, ["role": "super_admin"])
            #expect(WireRules.breaches(ofError: above, 403, "forbidden_role") == [])
            let taken = try await change(amina.id.description, ["email": .string(person.email)])
            #expect(WireRules.breaches(ofError: taken, 409, "email_taken") == [])
            let odd = try await change(amina.id.description, ["status": "banished"])
            #expect(WireRules.breaches(ofError: odd, 422, "invalid_value") == [])
            let unknown = "01920000-0000-7000-8000-000000000009"
            #expect(WireRules.breaches(ofError: try await change(unknown, ["name": "X"]), 404, "not_found") == [])
            let locked = try await admin.send("POST", "\(Self.users)/\(unknown)/unlock")
            #expect(WireRules.breaches(ofError: locked, 404, "not_found") == [])
            let root = Portal(try await campus.person("Root", .superAdmin))
            let last = try await root.send("PATCH", "\(Self.users)/\(person.id)", ["status": "inactive"])
            #expect(WireRules.breaches(ofError: last, 409, "last_admin") == [])
            let teacher = Portal(try await campus.teacher())
            let forbidden = try await teacher.send("PATCH", "\(Self.users)/\(amina.id)", ["name": "X"])
            #expect(WireRules.breaches(ofError: forbidden, 403, "forbidden") == [])
        }
    }

    @Test("Schools are suspended and opened again by the platform's administrators")
    func schools() async throws {
        try await TestCampus.run { campus in
            let root = Portal(try await campus.person("Root", .superAdmin, in: .second))
            let school = campus.schools[0]
            let path = "/api/auth/tenants/\(school.id)"
            for status in ["suspended", "active"] {
                let answer = try await root.send("PATCH", path, ["status": .string(status)])
                #expect(WireRules.breaches(answer, exactly: ["tenant": .tenant]) == [])
                #expect(answer.json["tenant"]?["status"] == .string(status))
            }
            let own = try await root.send("PATCH", "/api/auth/tenants/\(campus.schools[1].id)", ["status": "suspended"])
            #expect(WireRules.breaches(ofError: own, 409, "own_tenant") == [])
            let admin = try await Portal(try await campus.admin()).send("PATCH", path, ["status": "suspended"])
            #expect(WireRules.breaches(ofError: admin, 403, "forbidden") == [])
        }
    }
}
