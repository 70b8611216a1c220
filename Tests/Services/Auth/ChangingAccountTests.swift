import Access
import AuthAPI
import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("Changing an account", .serialized, .timeLimit(.minutes(15)))
struct ChangingAccountTests {
    private func path(_ user: UserID) -> String { "/api/auth/users/\(user)" }

    @Test("An admin changes name, number and language; sessions go on")
    func harmless() async throws {
        try await TestCampus.run { campus in
            let (zuri, admin) = (try await campus.account(), try await campus.admin())
            let session = try await zuri.signIn()
            let changed = try await admin.patch(
                path(zuri.user.id),
                ["name": "Zuri Wanjala", "phone_number": "+254711000111", "locale": "sw"]
            )
            #expect(changed.status == 200)
            #expect(changed.json["user"]?["name"] == "Zuri Wanjala")
            #expect(changed.json["user"]?["phone_number"] == "+254711000111")
            #expect(changed.json["user"]?["locale"] == "sw")
            #expect(changed.json["user"]?["role"] == "student")
            #expect(try await zuri.client(session).get("/api/auth/me").json["user"]?["name"] == "Zuri Wanjala")
            #expect(try await admin.patch(path(zuri.user.id), ["tenant_id": "x"]).status == 422)
            #expect(try await admin.patch(path(UserID()), ["name": "Nobody"]).status == 404)
            #expect(try await campus.admin(in: .second).patch(path(zuri.user.id), ["name": "X"]).status == 404)
            #expect(try await campus.teacher().patch(path(zuri.user.id), ["name": "X"]).status == 403)
        }
    }

    @Test("A new role or a suspension ends every session at once, and a suspended person cannot come back")
    func sessionsEnd() async throws {
        try await TestCampus.run { campus in
            let (zuri, admin) = (try await campus.account(), try await campus.admin())
            let before = try await zuri.signIn()
            #expect(try await admin.patch(path(zuri.user.id), ["role": "teacher"]).status == 200)
            #expect(try await zuri.client(before).get("/api/auth/me").status == 401)
            #expect(try await campus.refresh(before.refreshToken).status == 401)
            let teacher = try await zuri.signIn()
            #expect(teacher.json["user"]?["role"] == "teacher")
            #expect(try await admin.patch(path(zuri.user.id), ["status": "suspended"]).status == 200)
            #expect(try await zuri.client(teacher).get("/api/auth/me").status == 401)
            #expect(try await zuri.signIn().code == "account_not_active")
            #expect(try await admin.patch(path(zuri.user.id), ["status": "active"]).status == 200)
            #expect(try await zuri.signIn().status == 200)
            let audited = try await zuri.audited()
            #expect(audited.contains("role_changed") && audited.contains("user_suspended"))
            #expect(audited.contains("user_reactivated"))
        }
    }

    @Test("Nobody demotes themselves, and the last admin stays")
    func lastAdmin() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let demoted = try await admin.patch(path(admin.id), ["role": "teacher"])
            #expect(demoted.status == 403 && demoted.code == "own_account")
            #expect(try await admin.patch(path(admin.id), ["status": "suspended"]).code == "own_account")
            #expect(try await admin.patch(path(admin.id), ["name": "Dr A. Mbeki"]).status == 200)
            // The only other super admin of the school takes the last admin away.
            let root = try await campus.person("Platform Administrator", .superAdmin)
            let last = try await root.patch(path(admin.id), ["status": "inactive"])
            #expect(last.status == 409 && last.code == "last_admin")
            let second = try await campus.admin("Second")
            #expect(try await root.patch(path(admin.id), ["status": "inactive"]).status == 200)
            #expect(try await second.get("/api/auth/users").status == 200)
        }
    }

    @Test("Two admins who remove each other at the same moment leave one")
    func eachOther() async throws {
        try await TestCampus.run { campus in
            let school = campus.schools[0].id
            for _ in 1...10 {
                _ = try await campus.database.tenant(school).execute("update auth.users set role = 'student'")
                let (first, second) = (try await campus.admin("First"), try await campus.admin("Second"))
                async let one = first.patch(path(second.id), ["role": "teacher"])
                async let other = second.patch(path(first.id), ["role": "teacher"])
                let statuses = try await [one.status, other.status]
                #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
                let left: Int? = try await campus.database.tenant(school).value(
                    "select count(*) from auth.users where role = 'admin' and status = 'active'"
                )
                #expect(left == 1)
            }
        }
    }

    @Test("Only super admins touch super admins, and make them")
    func superAdmins() async throws {
        try await TestCampus.run { campus in
            let (admin, zuri) = (try await campus.admin(), try await campus.account())
            let root = try await campus.person("Platform Administrator", .superAdmin)
            #expect(try await admin.patch(path(root.id), ["name": "X"]).code == "forbidden_role")
            #expect(try await admin.patch(path(zuri.user.id), ["role": "super_admin"]).code == "forbidden_role")
            #expect(try await root.patch(path(zuri.user.id), ["role": "super_admin"]).status == 200)
        }
    }

    @Test("An admin opens a closed account")
    func unlock() async throws {
        try await TestCampus.run { campus in
            let (zuri, admin) = (try await campus.account(), try await campus.admin())
            for _ in 1...5 { _ = try await zuri.signIn(password: "Wrong-2026") }
            #expect(try await zuri.signIn().status == 429)
            let unlocked = try await admin.post(path(zuri.user.id) + "/unlock")
            #expect(unlocked.json == ["success": true, "message": "Zuri Njeri can sign in again."])
            #expect(try await zuri.signIn().status == 200)
            #expect(try await campus.student().post(path(zuri.user.id) + "/unlock").status == 403)
        }
    }

    @Test("A suspended school is out at once, and back with the same sessions when it is opened again")
    func school() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let root = try await campus.person("Platform Administrator", .superAdmin, in: .second)
            let school = "/api/auth/tenants/\(zuri.user.tenantID)"
            #expect(try await root.patch(school, ["status": "suspended"]).status == 200)
            try await campus.eventually { try await zuri.client(session).get("/api/auth/me").status == 401 }
            #expect(try await campus.refresh(session.refreshToken).status == 401)
            #expect(try await zuri.signIn().code == "tenant_not_active")
            #expect(try await root.get("/api/auth/me").status == 200)
            #expect(try await root.patch(school, ["status": "active"]).status == 200)
            try await campus.eventually { try await zuri.client(session).get("/api/auth/me").status == 200 }
            #expect(try await campus.refresh(session.refreshToken).status == 200)
            let own = try await root.patch("/api/auth/tenants/\(root.school.id)", ["status": "suspended"])
            #expect(own.code == "own_tenant")
            #expect(try await campus.admin().patch(school, ["status": "suspended"]).status == 403)
        }
    }
}
