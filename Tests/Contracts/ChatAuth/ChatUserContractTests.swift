import Access
import AuthAPI
import CampusTestKit
import Endpoints
import TestKit
import Testing
import Values

/// People, as themselves and as an admin sees them (the chat platform's contract, A11 to A26 and what scripts expect).
@Suite("Contract: chat users", .timeLimit(.minutes(15)))
struct ChatUserContractTests {
    private static let document = ["_id", "username", "email", "isVerified", "role", "createdAt", "updatedAt", "__v"]

    @Test("One's own account: read, changed, greeted; a new address is to be verified")
    func profile() async throws {
        try await ChatClient.run { chat in
            let amina = try await chat.signedInPerson("amina", .student)
            try await chat.person("jabari")
            let profile = try await amina.get("/api/profile")
            let user = try #require(profile.json["user"]?.object)
            #expect(Set(user.members.map(\.name)) == Set(Self.document))
            #expect(user["_id"]?.string == amina.id && user["__v"] == 0 && user["role"] == "enduser")
            #expect(user["createdAt"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)

            let changed = try await amina.put("/api/profile", ["username": "amina2", "email": ""])
            #expect(changed.json["user"]?["username"] == "amina2" && changed.json["user"]?["isVerified"] == true)
            #expect(try await amina.put("/api/profile", ["username": "JABARI"]).refuses(400, "Username already taken"))
            let taken = try await amina.put("/api/profile", ["email": "jabari@chat.example.com"])
            #expect(taken.refuses(400, "Email already taken"))
            let moved = try await amina.put("/api/profile", ["email": "New@chat.example.com"])
            #expect(moved.json["user"]?["email"] == "new@chat.example.com")
            #expect(moved.json["user"]?["isVerified"] == false)

            let dashboard = try await amina.get("/api/dashboard")
            #expect(
                dashboard.json["user"] == ["userId": .string(amina.id), "username": "amina2", "role": "enduser"]
            )
            let role = try await amina.get("/api/admin/dashboard")
            #expect(role.json == ["message": "User dashboard accessed successfully", "role": "enduser"])
        }
    }

    @Test("A new password needs the old one, and ends other sessions only")
    func changePassword() async throws {
        try await ChatClient.run { chat in
            let here = try await chat.signedInPerson("amina", .student)
            let there = try await chat.signedIn("amina")
            #expect(try await here.post("/api/change-password", [:]).refuses(400, "Missing required fields"))
            let wrong: JSON = ["currentPassword": "not it at all", "newPassword": "another one"]
            #expect(try await here.post("/api/change-password", wrong).refuses(400, "Current password is incorrect"))
            let right: JSON = ["currentPassword": .string(ChatClient.password), "newPassword": "another one"]
            #expect(try await here.post("/api/change-password", right).status == 200)
            #expect(try await here.get("/api/profile").status == 200)
            #expect(try await there.get("/api/profile").status == 401)
        }
    }

    @Test("Reports are for supervisors and admins")
    func reports() async throws {
        try await ChatClient.run { chat in
            let teacher = try await chat.signedInPerson("wanjiku", .teacher)
            let answer = try await teacher.get("/api/admin/reports")
            #expect(answer.json == ["message": "Reports accessed successfully", "role": "supervisor"])
            #expect(try await teacher.get("/api/admin/users").refuses(403, "Admin access required"))
        }
    }

    @Test("Looking people up: everybody sees little, an admin more; both forms of the id; snake_case where it was")
    func lookUps() async throws {
        try await ChatClient.run { chat in
            let user = try await chat.person("amina")
            let id = ChatUserID(user.id).text
            let admin = try await chat.signedInPerson("admin1", .admin)
            for form in [id, id.uppercased(), user.id.description] {
                let seen = try await chat.get("/api/auth/users/\(form)")
                let little: JSON = ["_id": .string(id), "username": "amina", "active": true, "deleted": false]
                #expect(seen.status == 200 && seen.json == little)
            }
            let more = try await admin.get("/api/auth/users/\(id)")
            #expect(more.json["email"] == "amina@chat.example.com" && more.json["role"] == "enduser")
            #expect(try await chat.get("/api/auth/users/not-an-id").refuses(400, "Invalid user ID format"))
            let nobody = "/api/auth/users/\(String(repeating: "0", count: 24))"
            #expect(try await chat.get(nobody).refuses(404, "User not found"))

            let one = try await admin.get("/api/admin/users/\(id)")
            let details = ["user_id", "username", "email", "role", "is_verified", "created_at", "updated_at"]
            #expect(Set(one.json["user"]?.object?.members.map(\.name) ?? []) == Set(details))
            let byEmail = try await admin.get("/api/admin/users/by-email/Amina%40chat.example.com")
            #expect(Set(byEmail.json["user"]?.object?.members.map(\.name) ?? []) == Set(Self.document))
            let unknown = try await admin.get("/api/admin/users/by-email/nobody%40chat.example.com")
            #expect(unknown.refuses(404, "User not found"))
            let all = try await admin.get("/api/admin/users")
            #expect(all.json["users"]?.array?.compactMap { $0["username"]?.string } == ["amina", "admin1"])
            for path in ["/api/users", "/api/auth/users"] {
                #expect(try await admin.get(path).json.array?.count == 2, "\(path)")
            }
            #expect(try await admin.get("/api/users/\(id)").json["user"]?["_id"] == .string(id))
        }
    }

    @Test("An admin makes accounts: verified when told so, in any role but admin")
    func createUser() async throws {
        try await ChatClient.run { chat in
            let admin = try await chat.signedInPerson("admin1", .admin)
            func make(_ username: String, _ more: [String: JSON]) async throws -> PlatformClient.Answer {
                var body = JSONObject()
                body["username"] = .string(username)
                body["email"] = .string("\(username)@chat.example.com")
                body["password"] = .string(ChatClient.password)
                for (name, value) in more { body[name] = value }
                return try await admin.post("/api/admin/users", .object(body))
            }
            let made = try await make("mwalimu", ["role": "supervisor", "skipVerification": true])
            #expect(made.status == 201 && made.json.object?.members.map(\.name) == ["message", "userId"])
            #expect(try await chat.signedIn("mwalimu").session["user"]?["role"] == "supervisor")
            #expect(try await make("neema", ["role": "user", "skipVerification": "true"]).status == 201)
            let login: JSON = ["username": "neema", "password": .string(ChatClient.password)]
            #expect(try await chat.post("/api/auth/login", login).refuses(401, "Email not verified"))

            #expect(try await make("x2", ["password": ""]).refuses(400, "Missing required fields"))
            #expect(try await make("x23", ["role": "root"]).refuses(400, "Invalid role"))
            #expect(try await make("x23", ["role": "admin"]).refuses(403, "Creating admin users is restricted"))
            #expect(try await make("NEEMA", [:]).refuses(400, "Username already exists"))
            #expect(try await make("x23", ["password": "short"]).refuses(400, "User creation failed"))
        }
    }

    @Test("A batch makes whom it can, mails links and no passwords, and refuses whole what is no batch")
    func batch() async throws {
        try await ChatClient.run { chat in
            let admin = try await chat.signedInPerson("admin1", .admin)
            let batch: JSON = [
                "users": [
                    ["username": "neema", "email": "neema@chat.example.com", "role": "teacher", "password": "ignored"],
                    ["username": "admin1", "email": "other@chat.example.com"],
                ]
            ]
            let made = try await admin.post("/api/admin/users/batch", batch)
            #expect(made.status == 201)
            #expect(made.json["message"] == "1 of 2 users created successfully")
            #expect(made.json["summary"] == ["total": 2, "successful": 1, "failed": 1])
            #expect(made.json["results"]?[1]?["message"] == "Username already exists")
            #expect(made.json["results"]?[1]?["userId"] == nil)
            let mail = try await chat.campus.mail.next(to: "neema@chat.example.com")
            let link = try #require(mail.links.first { $0.contains("reset-password?token=") })
            let token = String(link.split(separator: "=").last ?? "")
            let chosen: JSON = ["token": .string(token), "newPassword": .string(ChatClient.password)]
            #expect(try await chat.post("/api/auth/reset-password", chosen).status == 200)
            #expect(try await chat.signedIn("neema").session["user"]?["role"] == "supervisor")

            let empty = try await admin.post("/api/admin/users/batch", ["users": []])
            #expect(empty.refuses(400, "Users array is required and must not be empty"))
            let nameless: JSON = ["users": [["username": "x23"]]]
            let refused = try await admin.post("/api/admin/users/batch", nameless)
            #expect(refused.status == 400 && refused.json["invalidUser"] == ["username": "x23"])
            let boss: JSON = ["username": "x23", "email": "x@chat.example.com", "role": "admin"]
            let restricted = try await admin.post("/api/admin/users/batch", ["users": [boss]])
            #expect(restricted.status == 403 && restricted.json["error"] == "Creating admin users is restricted")
            #expect(restricted.json["invalidUser"] == boss)
        }
    }

    @Test("Roles are given, passwords set and accounts taken away; not one's own, not an admin's")
    func administer() async throws {
        try await ChatClient.run { chat in
            let admin = try await chat.signedInPerson("admin1", .admin)
            let amina = try await chat.signedInPerson("amina", .student)
            let path = "/api/admin/users/\(amina.id)"
            let promoted = try await admin.put("\(path)/role", ["role": "supervisor"])
            #expect(promoted.json["user"]?["role"] == "supervisor")
            #expect(try await admin.put("\(path)/role", ["role": "root"]).refuses(400, "Invalid role"))
            let nobody = "/api/admin/users/\(String(repeating: "0", count: 24))"
            #expect(try await admin.put("\(nobody)/role", ["role": "admin"]).refuses(404, "User not found"))
            #expect(try await admin.put("/api/admin/users/x/role", ["role": "admin"]).status == 400)

            let reset = try await admin.post("\(path)/reset-password", ["generateRandom": true])
            let password = try #require(reset.json["generatedPassword"]?.string)
            #expect(reset.json["user"] == ["username": "amina", "email": "amina@chat.example.com"])
            let login: JSON = ["username": "amina", "password": .string(password)]
            #expect(try await chat.post("/api/auth/login", login).status == 200)
            #expect(try await admin.post("\(path)/reset-password").refuses(400, "Missing required fields"))

            #expect(
                try await admin.delete("/api/admin/users/\(admin.id)").refuses(400, "Cannot delete your own account")
            )
            try await chat.person("admin2", .admin)
            let other = try await admin.get("/api/admin/users/by-email/admin2%40chat.example.com")
            let otherID = other.json["user"]?["_id"]?.string ?? ""
            #expect(try await admin.delete("/api/admin/users/\(otherID)").refuses(403, "Cannot delete admin users"))
            let deleted = try await admin.delete(path)
            #expect(deleted.json["message"] == "User deleted successfully")
            #expect(
                deleted.json["user"] == ["username": "amina", "email": "amina@chat.example.com", "role": "supervisor"]
            )
            #expect(try await admin.delete("/api/users/\(amina.id)").refuses(404, "User not found"))
            #expect(try await chat.post("/api/auth/login", login).refuses(401, "Invalid credentials"))
        }
    }

    @Test("All accounts are taken away by whoever is sure, and admins' only when told so")
    func deleteAll() async throws {
        try await ChatClient.run { chat in
            let admin = try await chat.signedInPerson("admin1", .admin)
            try await chat.person("admin2", .admin)
            let amina = try await chat.signedInPerson("amina", .student)
            let unsure = try await admin.delete("/api/admin/users", [:])
            #expect(unsure.status == 400 && unsure.json["error"] == "Confirmation required")
            #expect(unsure.json["message"]?.string != nil)
            let sure: JSON = ["confirmDelete": "DELETE_ALL_USERS"]
            let gone = try await admin.delete("/api/admin/users", sure)
            #expect(gone.json == ["message": "1 users deleted successfully", "preservedAdmins": true])
            #expect(try await amina.get("/api/profile").status == 401)
            let all: JSON = ["confirmDelete": "DELETE_ALL_USERS", "preserveAdmins": false]
            let rest = try await admin.delete("/api/admin/users", all)
            #expect(rest.json == ["message": "1 users deleted successfully", "preservedAdmins": false])
            #expect(try await admin.get("/api/profile").status == 200)
        }
    }

    @Test("Test scripts get codes and verify people, where that is switched on")
    func testing() async throws {
        try await ChatClient.run { chat in
            let body: JSON = ["username": "neema", "email": "neema@chat.example.com", "password": "long enough"]
            let id = try await chat.post("/api/auth/signup", body).json["userId"]?.string ?? ""
            for path in ["/api/testing/verification-token/\(id)", "/api/testing/verification-token/\(id)/email"] {
                let answer = try await chat.get(path)
                #expect(answer.json.object?.members.map(\.name) == ["token", "expires", "type"], "\(path)")
                #expect(answer.json["type"] == "email")
            }
            #expect(try await chat.get("/api/testing/verification-token/\(id)/password-reset").status == 404)
            #expect(try await chat.get("/api/testing/verification-token/x").refuses(400, "Invalid user ID format"))
            let code = try await chat.get("/api/testing/verification-token/\(id)").json["token"] ?? ""
            #expect(try await chat.post("/api/testing/verify-user/\(id)").json["user"]?["isEmailVerified"] == true)
            let late = try await chat.post("/api/auth/verify-email", ["token": code])
            #expect(late.refuses(400, "Email verification failed"))
            #expect(try await chat.post("/api/auth/login", body).status == 200)
        }
    }

    @Test("People are the same in both dialects: whoever registers at a portal signs in here, and the other way round")
    func bothDialects() async throws {
        try await ChatClient.run { chat in
            try await chat.person("obi", .parent)
            let portal = try await chat.campus.anonymous.signedIn(
                school: "sunrise-academy",
                email: "obi@chat.example.com",
                password: ChatClient.password
            )
            #expect(try await portal.get("/api/auth/me").json["user"]?["role"] == "parent")
            let obi = try await chat.signedIn("obi")
            #expect(obi.session["user"]?["role"] == "enduser")
            var elsewhere = chat.client
            elsewhere.token = portal.token
            #expect(try await elsewhere.get("/api/profile").json["user"]?["_id"] == .string(obi.id))
        }
    }
}
