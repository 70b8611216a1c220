import Campus
import CampusTestKit
import ChatService
import Endpoints
import Testing
import UpstreamStubs
import Values

/// Rows C27 to C38 of the chat platform's contract.
@Suite("The chat proxy's contract: administration", .timeLimit(.minutes(5)))
struct AdministrationTests {
    private static let path = SyncedCampus.admin

    @Test("C27, C28, C30: what is looked up is listed under the names its clients know")
    func syncing() async throws {
        try await SyncedCampus.run { world in
            let first = try await world.sync()
            #expect(
                first == [
                    "total_fetched": 4, "created": 4, "updated": 0, "deleted": 0, "errors": 0, "error_details": [],
                ]
            )
            #expect(try await world.sync()["updated"] == 4)
            let list = try await world.admin.get(Self.path).json.array ?? []
            #expect(list.map { $0["flowise_id"]?.string } == ["flow-a", "flow-b", "slow", "stub"])
            let document = try await world.admin.get(Self.path + "/flow-a").json
            #expect(document == list[0])
            #expect(document["_id"]?.string?.count == 24)
            #expect(document["flow_data"]?["nodes"]?[0]?["systemMessage"] == .string(SyncedCampus.prompt))
            #expect(document["chatbot_config"] == ["welcomeMessage": "Hello"])
            #expect(document["api_config"] == .null)
            #expect(document["analytic_config"] == .null)
            #expect(document["api_key_id"] == "key-1")
            #expect(document["created_date"] == "2026-01-02T03:04:05.678Z")
            #expect(document["sync_status"] == "active")
            #expect(document["sync_error"] == .null)
            #expect(document.object?.members.count == 19)
            #expect(list[1]["type"] == "AGENTFLOW")
            #expect(list[3]["type"] == "MODEL")
            let missing = try await world.admin.get(Self.path + "/nothing")
            #expect(missing.status == 404)
            #expect(missing.json["detail"] == "Chatflow not found")
        }
    }

    @Test("C27, C29: only a server that answers loses what it lists no more, and gets it back")
    func deleting() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            world.stub.list(chatflows: [SyncedCampus.flows[1]])
            #expect(try await world.sync()["deleted"] == 1)
            #expect(try await world.sync()["deleted"] == 0)
            #expect(try await world.admin.get(Self.path).json.array?.count == 3)
            #expect(try await world.admin.get(Self.path + "?include_deleted=true").json.array?.count == 4)
            let stats = try await world.admin.get(Self.path + "/stats").json
            #expect([stats["total"], stats["active"], stats["deleted"], stats["error"]] == [4, 3, 1, 0])
            #expect(stats["last_sync"]?.string?.hasSuffix("Z") == true)
            world.stub.list(chatflows: SyncedCampus.flows)
            #expect(try await world.sync()["updated"] == 4)
            for list in ["chatflows", "models"] { world.stub.behave(StubBehaviour(.status(500)), as: list) }
            let away = try await world.sync()
            #expect(away["errors"] == 2)
            #expect(away["deleted"] == 0)
            #expect(away["error_details"]?[0]?["server"] == "flowise")
            #expect(try await world.admin.get(Self.path).json.array?.count == 4)
        }
    }

    @Test("C27: without a server it says so; one flow that cannot be kept harms no other")
    func oddities() async throws {
        try await TestCampus.run { campus in
            let answer = try await campus.admin().post(Self.path + "/sync")
            #expect(answer.status == 200)
            #expect(answer.json["errors"] == 1)
            let empty = try await campus.admin().get(Self.path + "/stats").json
            #expect(empty == ["total": 0, "active": 0, "deleted": 0, "error": 0, "last_sync": .null])
        }
        try await SyncedCampus.run { world in
            let odd: [JSON] = [
                ["id": "campus-tutor", "name": "Not ours"],
                ["id": "flow-n", "name": "N", "flowData": "{\"a\":\"\\u0000\"}"],
                ["id": "flow-b", "name": "B\u{0}"], ["id": "flow-b", "name": "twice"],
            ]
            world.stub.list(chatflows: odd)
            let answer = try await world.sync()
            #expect(answer["created"] == 3)
            #expect(answer["errors"] == 3)
            #expect(try await world.admin.get(Self.path + "/flow-b").json["name"] == "B")
        }
    }

    @Test("Chatflows are looked up by themselves, in every school")
    func scheduled() async throws {
        let often: @Sendable (inout Settings) -> Void = { $0.chat.syncInterval = .milliseconds(100) }
        try await SyncedCampus.run(often) { world in
            let other = try await world.campus.admin("Ngozi", in: .second)
            for admin in [world.admin, other] {
                try await world.campus.eventually { try await admin.get(Self.path).json.array?.count == 4 }
            }
        }
    }

    @Test("C31, C32, C33: somebody is given a chatflow by their address, and it is taken back")
    func assigning() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let amina = try await world.campus.student()
            let email = JSON.string(amina.email)
            let given = try await world.assign("flow-b", to: amina)
            #expect(given.status == 200)
            #expect(given.json["email"] == email)
            #expect(given.json["status"] == "Assigned")
            #expect(try await world.assign("flow-b", to: amina).json["status"] == "No Action")
            #expect(try await world.admin.get(Self.path + "/flow-b").json["deployed"] == false)
            let users = try await world.admin.get(Self.path + "/flow-b/users").json
            #expect(users.array?.count == 1)
            #expect(users[0]?["email"] == email)
            #expect(users[0]?["external_user_id"] == amina.chatID)
            #expect(users[0]?["role"] == "enduser")
            #expect(users[0]?["assigned_at"]?.string?.hasSuffix("Z") == true)

            let taken = try await world.unassign("flow-b", from: amina)
            #expect(taken.json["status"] == "Deactivated")
            #expect(try await world.admin.get(Self.path + "/flow-b/users").json == [])
            let again = try await world.unassign("flow-b", from: amina)
            #expect(again.status == 404)
            #expect(try await world.assign("flow-b", to: amina).json["status"] == "Reactivated")
            let query = try await world.admin.delete("\(Self.path)/flow-b/users?email=\(amina.email)")
            #expect(query.json["status"] == "Deactivated")
            #expect(try await world.admin.delete(Self.path + "/flow-b/users").status == 422)
            let odd = try await world.admin.delete(Self.path + "/flow-b/users?email=nobody")
            #expect(odd.json["detail"]?[0]?["loc"] == ["query", "email"])
        }
    }

    @Test("C32 to C35, C38: what is refused")
    func refusing() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let amina = try await world.campus.student()
            let email: JSON = ["email": .string(amina.email)]
            let unknown: JSON = ["email": "nobody@example.com"]
            for (path, body) in [("/nothing/users", email), ("/flow-b/users", unknown)] {
                #expect(try await world.admin.post(Self.path + path, body).status == 404)
                #expect(try await world.admin.delete(Self.path + path, body).status == 404)
            }
            #expect(try await world.admin.post(Self.path + "/flow-b/users", ["email": "none"]).status == 422)
            #expect(try await world.admin.get(Self.path + "/nothing/users").status == 404)
            let stranger = try await world.campus.student("Ada", in: .second)
            #expect(try await world.assign("flow-b", to: stranger).status == 404)
            world.stub.list(chatflows: [])
            try await world.sync()
            #expect(try await world.assign("flow-b", to: amina).status == 409)
            let found = try await world.admin.post("/api/v1/admin/users/sync-by-email", email)
            #expect(found.json["status"] == "success")
            #expect(found.json["user_details"]?["external_id"] == amina.chatID)
            #expect(found.json["user_details"]?["is_active"] == true)
            #expect(try await world.admin.post("/api/v1/admin/users/sync-by-email", unknown).status == 404)
        }
    }

    @Test("C34, C35: many at once, each on their own; one address that is none refuses all")
    func bulk() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let (amina, jabari) = (try await world.campus.student(), try await world.campus.student("Jabari"))
            let emails: JSON = [.string(amina.email), "nobody@example.com", .string(jabari.email)]
            let added = try await world.admin.post(Self.path + "/flow-a/users/bulk-add", ["emails": emails])
            #expect(added.status == 200)
            #expect(added.json["successful_assignments"]?.array?.map { $0["status"] } == ["Assigned", "Assigned"])
            #expect(added.json["failed_assignments"]?[0]?["email"] == "nobody@example.com")
            #expect(added.json["failed_assignments"]?[0]?["status"] == "Failed")
            let body: JSON = ["emails": emails, "chatflow_id": "flow-a"]
            let again = try await world.admin.post(Self.path + "/add-users-by-email", body)
            #expect(again.json["successful_assignments"]?.array?.map { $0["status"] } == ["No Action", "No Action"])
            let bad: JSON = ["emails": [.string(amina.email), "none"], "chatflow_id": "flow-b"]
            #expect(try await world.admin.post(Self.path + "/flow-b/users/bulk-add", bad).status == 422)
            #expect(try await world.admin.post(Self.path + "/add-users-by-email", bad).status == 422)
            #expect(try await world.admin.get(Self.path + "/flow-b/users").json == [])
            let nothing: JSON = ["emails": emails, "chatflow_id": "nothing"]
            #expect(try await world.admin.post(Self.path + "/add-users-by-email", nothing).status == 404)
        }
    }

    @Test("C36, C37: assignments that mean nothing are found, and ended when somebody says so")
    func auditing() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let (amina, jabari) = (try await world.campus.student(), try await world.campus.student("Jabari"))
            for person in [amina, jabari] { try await world.assign("flow-a", to: person) }
            try await world.assign("flow-b", to: amina)
            world.stub.list(chatflows: [SyncedCampus.flows[0]])
            try await world.sync()
            let suspended = try await world.admin.patch("/api/auth/users/\(jabari.id)", ["status": "suspended"])
            #expect(suspended.status == 200)
            let audit = try await world.admin.get(Self.path + "/audit-users").json
            #expect(audit["total_assignments_checked"] == 3)
            #expect([audit["valid_assignments"], audit["invalid_assignments"]] == [1, 2])
            let found = audit["invalid_assignment_details"]?.array ?? []
            #expect(found.map { $0["issue_type"] } == ["user_inactive", "chatflow_deleted"])
            #expect(found[0]["external_user_id"] == jabari.chatID)
            #expect(found[0]["user_chatflow_id"]?.string?.count == 24)
            let one = try await world.admin.get(Self.path + "/audit-users?chatflow_id=flow-a").json
            #expect(one["total_assignments_checked"] == 2)

            let clean = Self.path + "/cleanup-users"
            let dry = try await world.admin.post(clean, [:]).json
            #expect(dry["dry_run"] == true)
            #expect(dry["invalid_assignments_found"]?.array?.count == 2)
            #expect([dry["records_deactivated"], dry["records_deleted"]] == [0, 0])
            let ids: JSON = ["chatflow_ids": ["flow-a"], "dry_run": false]
            #expect(try await world.admin.post(clean, ids).json["records_deactivated"] == 1)
            let all: JSON = ["action": "delete_invalid", "dry_run": false]
            #expect(try await world.admin.post(clean, all).json["records_deleted"] == 2)
            #expect(try await world.admin.get(Self.path + "/audit-users").json["total_assignments_checked"] == 1)
            #expect(try await world.admin.post(clean, ["action": "burn"]).status == 422)
        }
    }

    @Test("Administrators only; and what they change stands in the school's audit log")
    func trail() async throws {
        try await SyncedCampus.run { world in
            let amina = try await world.campus.student()
            for person in [amina, try await world.campus.teacher()] {
                let refused = try await person.get(Self.path)
                #expect(refused.status == 403)
                #expect(refused.json["detail"] == "Access denied. Administrator privileges required.")
            }
            try await world.sync()
            try await world.assign("flow-a", to: amina)
            _ = try await world.unassign("flow-a", from: amina)
            try await world.campus.eventually {
                let log = try await world.admin.get("/api/compliance/audit-log?action=chatflow_unassigned").json
                let line = log["logs"]?[0]
                return line?["subject"] == .string(amina.email) && line?["detail"] == "flow-a"
                    && line?["userId"] == .string(world.admin.id.description)
            }
            let synced = try await world.admin.get("/api/compliance/audit-log?action=chatflows_synced").json
            #expect(synced["logs"]?.array?.count == 1)
        }
    }
}
