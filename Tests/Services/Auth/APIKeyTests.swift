import Access
import AuthAPI
import CampusTestKit
import Endpoints
import FoundationEssentials
import Postgres
import TestKit
import Testing
import Values

@testable import AuthService

@Suite("Personal API keys", .serialized, .timeLimit(.minutes(15)))
struct APIKeyTests {
    private static let path = "/api/auth/api-keys"
    /// What a key of scope `chat` opens.
    private static let open = "/v1/models"

    @Test("A key is shown once, works as its owner, is listed by how it begins, and ends when it is revoked")
    func life() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            let made = try await client.post(Self.path, ["name": "Homework script", "expires_in_days": 30])
            #expect(made.status == 201)
            let key = try #require(made.json["key"]?.string)
            let id = try #require(made.json["api_key"]?["id"]?.string)
            let prefix = try #require(made.json["api_key"]?["prefix"]?.string)
            #expect(key.hasPrefix("ely_") && key.hasPrefix(prefix) && key.utf8.count == 58)
            #expect(made.json["api_key"]?["scopes"] == ["chat"])

            let program = campus.client(with: key)
            let answer = try await program.get(Self.open)
            #expect(answer.status == 200)
            #expect(answer.json["data"]?[0]?["id"] == "campus-tutor")

            let listed = try await client.get(Self.path)
            #expect(listed.status == 200 && !listed.text.contains(key))
            let entry = try #require(listed.json["api_keys"]?[0])
            #expect(entry["prefix"] == .string(prefix) && entry["name"] == "Homework script")
            // To the hour.
            #expect(entry["last_used_at"]?.string?.contains(":00:00") == true)
            #expect(entry["expires_at"]?.string != nil)

            #expect(try await client.delete("\(Self.path)/\(id)").status == 200)
            let refused = try await program.get(Self.open)
            #expect(refused.status == 401)
            #expect(refused.json["error"]?["code"] == "invalid_api_key")
            #expect(try await client.delete("\(Self.path)/\(id)").status == 404)
            #expect(try await client.get(Self.path).json["api_keys"] == [])
            #expect(try await zuri.audited().suffix(2) == ["api_key_created", "api_key_revoked"])
        }
    }

    @Test("The database holds the key's digest and nothing that opens anything, also under an Idempotency-Key")
    func stored() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let headers = ["Idempotency-Key": "make-one"]
            let made = try await amina.post(Self.path, ["name": "Once"], headers: headers)
            let key = try #require(made.json["key"]?.string)
            let again = try await amina.post(Self.path, ["name": "Once"], headers: headers)
            #expect(again.status == 409 && again.code == "api_key_shown_once")
            #expect(try await amina.get(Self.path).json["api_keys"]?.array?.count == 1)
            let door = campus.database.tenant(amina.school.id)
            let answers: [String] = try await door.all("select answer::text from idempotency.answers")
            #expect(answers.count == 1 && !answers[0].contains(key))
            let digests: [[UInt8]] = try await door.all("select digest from auth.api_keys")
            #expect(digests == [APIKey(shown: key)?.digest])
        }
    }

    @Test("A key opens nothing but what says that it does: everything else answers 401, as to a wrong token")
    func elsewhere() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let program = campus.client(with: try await admin.key())
            #expect(try await program.get(Self.open).status == 200)
            for path in [
                "/api/auth/me", "/courses", "/notifications", "/api/auth/sessions", Self.path, "/api/auth/users",
                "/api/v1/chat/sessions", "/api/credits/balance",
            ] {
                let answer = try await program.get(path)
                #expect(answer.status == 401, "\(path)")
            }
            #expect(try await program.post(Self.path, ["name": "Child"]).status == 401)
            #expect(try await program.post("/courses", ["title": "Mine"]).status == 401)
            // Where nobody has to be signed in, it is as if it had not come.
            #expect(try await program.get("/.well-known/jwks.json").status == 200)
        }
    }

    @Test("What is no key, a key with another secret, another id or another checksum is refused alike")
    func forged() async throws {
        try await TestCampus.run { campus in
            let key = try await campus.student().key()
            var shorter = key
            shorter.removeLast()
            let other = APIKey().text
            for text in [
                "ely_", "ely_x", shorter, key + "A", other, key.uppercased(),
                // The id of one and the secret of another: the checksum tells.
                String(key.prefix(26)) + String(other.dropFirst(26)),
            ] {
                let answer = try await campus.client(with: text).get(Self.open)
                #expect(answer.status == 401)
                #expect(answer.json["error"]?["code"] == "invalid_api_key")
            }
            #expect(try await campus.client(with: key).get(Self.open).status == 200)
        }
    }

    @Test("A key stops while its owner or the school is suspended, and when the owner is removed")
    func suspended() async throws {
        try await TestCampus.run { campus in
            let (admin, amina) = (try await campus.admin(), try await campus.student())
            let program = campus.client(with: try await amina.key())
            #expect(try await program.get(Self.open).status == 200)
            let account = "/api/auth/users/\(amina.id)"
            _ = try await admin.patch(account, ["status": "suspended"])
            try await campus.eventually { try await program.get(Self.open).status == 401 }
            _ = try await admin.patch(account, ["status": "active"])
            try await campus.eventually { try await program.get(Self.open).status == 200 }

            let root = try await campus.person("Platform Administrator", .superAdmin, in: .second)
            let school = "/api/auth/tenants/\(admin.school.id)"
            _ = try await root.patch(school, ["status": "suspended"])
            try await campus.eventually { try await program.get(Self.open).status == 401 }
            _ = try await root.patch(school, ["status": "active"])
            try await campus.eventually { try await program.get(Self.open).status == 200 }

            _ = try await campus.database.tenant(amina.school.id).execute(
                "delete from auth.users where id = \(amina.id)"
            )
            try await campus.eventually { try await program.get(Self.open).status == 401 }
        }
    }

    @Test("A key that has expired is refused")
    func expired() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let program = campus.client(with: try await amina.key())
            #expect(try await program.get(Self.open).status == 200)
            _ = try await campus.database.tenant(amina.school.id).execute(
                "update auth.api_keys set expires_at = now() - interval '1 second'"
            )
            try await campus.eventually { try await program.get(Self.open).status == 401 }
        }
    }

    @Test("A new password leaves keys alone; one chosen because the old was lost, and an admin's sign-out, end them")
    func password() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            let program = campus.client(with: try await client.key())
            let changed = try await client.post(
                "/api/auth/change-password",
                ["current_password": .string(TestCampus.password), "new_password": "Baobab-over-2026-hills"]
            )
            #expect(changed.status == 200)
            #expect(try await program.get(Self.open).status == 200)

            let admin = try await campus.admin()
            #expect(try await admin.delete("/api/auth/users/\(zuri.user.id)/sessions").status == 200)
            try await campus.eventually { try await program.get(Self.open).status == 401 }
        }
    }

    @Test("Nobody has more than twenty keys, however many are asked for at once, and nobody sees another's")
    func limit() async throws {
        try await TestCampus.run { campus in
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari"))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...24 {
                    group.addTask { try await amina.post(Self.path, ["name": .string("Key \(number)")]).status }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [201: 20, 409: 4])
            let id = try #require(try await amina.get(Self.path).json["api_keys"]?[0]?["id"]?.string)
            #expect(try await jabari.get(Self.path).json["api_keys"] == [])
            #expect(try await jabari.delete("\(Self.path)/\(id)").status == 404)
            #expect(try await amina.delete("\(Self.path)/\(id)").status == 200)
            #expect(try await amina.post(Self.path, ["name": "Another"]).status == 201)
        }
    }

    @Test(
        "No name, no scope, a scope that nobody knows, an end today: refused; and a mail tells of what was made"
    )
    func refused() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            #expect(try await amina.post(Self.path, [:]).status == 422)
            #expect(try await amina.post(Self.path, ["name": "A", "scopes": []]).status == 422)
            #expect(try await amina.post(Self.path, ["name": "A", "scopes": ["grades"]]).status == 422)
            #expect(try await amina.post(Self.path, ["name": "A", "expires_in_days": 0]).status == 422)
            #expect(try await campus.anonymous.post(Self.path, ["name": "A"]).status == 401)
            _ = try await amina.key()
            try await campus.eventually("no mail came") {
                campus.mail.mails.contains { $0.subject == "A key to your account was made" }
            }
        }
    }
}

extension PlatformClient {
    /// A new key of this client's user.
    fileprivate func key() async throws -> String {
        try await post("/api/auth/api-keys", ["name": "A program"]).json["key"]?.string ?? ""
    }
}

extension Person {
    fileprivate func key() async throws -> String { try await client.key() }
}

extension TestCampus {
    /// A program that has a key.
    fileprivate func client(with key: String) -> PlatformClient {
        var client = anonymous
        client.token = key
        return client
    }
}
