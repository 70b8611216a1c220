import CampusTestKit
import Endpoints
import HTTPTypes
import Postgres
import Testing
import Values

/// Rows B1 to B13 and B26 of the chat platform's contract, section 1B.
@Suite("Contract: credits", .timeLimit(.minutes(15)))
struct CreditsContractTests {
    @Test("B1: health, at the service's own port")
    func health() async throws {
        try await TestCampus.run { campus in
            try await campus.atCredits { client in
                for path in ["/health", "/api/health"] {
                    let answer = try await client.get(path)
                    #expect(answer.status == 200)
                    #expect(answer.json.names == ["status", "service", "version", "timestamp"])
                    #expect(answer.json["status"] == "ok" && answer.json["service"] == "accounting-service")
                    #expect(answer.json["timestamp"]?.string?.wholeMatch(of: Self.instant) != nil)
                }
            }
        }
    }

    private static var instant: Regex<Substring> { #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/# }

    @Test("Refusals have the contract's words: no token, a bad one, another role, bad JSON, no such path")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let (student, anonymous) = (try await campus.student(), campus.anonymous)
            let path = "/api/credits/balance"
            #expect(try await anonymous.get(path).outcome == #"401 {"message":"Authentication token required"}"#)
            for header in ["Basic abc", "Token x"] {
                let answer = try await anonymous.get(path, headers: ["Authorization": header])
                #expect(answer.status == 401)
            }
            let forged = try await anonymous.get(path, headers: ["Authorization": "Bearer a.b.c"])
            #expect(forged.outcome == #"401 {"message":"Invalid token"}"#)
            let role = try await student.get("/api/credits/balance/\(student.chatID)")
            #expect(role.outcome == #"403 {"message":"Admin access required"}"#)
            let broken = try await student.client.send("POST", "/api/credits/check", body: Array("{".utf8))
            #expect(broken.status == 400 && broken.json.names == ["message"])
            try await campus.atCredits { client in
                let stray = try await client.get("/api/nothing")
                #expect(stray.status == 404 && stray.headers[.contentType]?.hasPrefix("text/html") == true)
            }
        }
    }

    @Test("B2, B3, B7, B8: an allocation is in its holder's balance, what ends first before the rest")
    func balance() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            #expect(try await student.get("/api/credits/balance").text == #"{"totalCredits":0,"activeAllocations":[]}"#)
            let given = try await teacher.allocate(30, to: student)
            #expect(given.status == 201)
            #expect(given.json.names == ["id", "userId", "totalCredits", "remainingCredits", "expiresAt"])
            #expect(given.json["userId"] == .string(student.chatID) && given.json["remainingCredits"] == 30)
            #expect(given.json["id"]?.integer != nil)
            let sooner = try await teacher.allocate(12, to: student, days: 2)
            let balance = try await student.get("/api/credits/balance").json
            #expect(balance["totalCredits"] == 42)
            #expect(balance["activeAllocations"]?[0]?.names == ["id", "credits", "expiresAt", "allocatedAt"])
            #expect(balance["activeAllocations"]?.array?.map { $0["id"] } == [sooner.json["id"], given.json["id"]])
            #expect(balance["activeAllocations"]?[1]?["expiresAt"] == given.json["expiresAt"])
            #expect(try await student.get("/api/credits/total-balance").text == #"{"totalCredits":42}"#)
            for name in [student.chatID, student.email, student.id.description] {
                let seen = try await teacher.get("/api/credits/balance/\(name.replacing("@", with: "%40"))")
                #expect(seen.json == balance)
            }
            let nobody = try await teacher.get("/api/credits/balance/0123456789abcdef01234567")
            #expect(nobody.outcome == #"404 {"message":"User not found"}"#)
        }
    }

    @Test("B8: somebody is named by username as well, in any case")
    func byUsername() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            let school = campus.schools[0].id
            try await campus.database.tenant(school).execute(
                "update auth.users set username = 'Amina.W' where id = \(student.id)"
            )
            let given = try await teacher.post("/api/credits/allocate", ["userId": "amina.w", "credits": 5])
            #expect(given.status == 201 && given.json["userId"] == .string(student.chatID))
            let all = try await teacher.get("/api/credits/allocations/all").json["allocations"]
            #expect(all?[0]?["UserAccount"]?["username"] == "Amina.W")
        }
    }

    @Test("B8: nobody gets a placeholder, and what is no whole number of credits is 400")
    func badAllocations() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            let cases: [(JSON, Int)] = [
                (["userId": "0123456789abcdef01234567", "credits": 5], 404), (["credits": 5], 400),
                (["userId": .string(student.chatID)], 400), (["userId": .string(student.chatID), "credits": 0], 400),
                (["userId": .string(student.chatID), "credits": -5], 400),
                (["userId": .string(student.chatID), "credits": 1.5], 400),
                (["userId": .string(student.chatID), "credits": "5"], 400),
                (["userId": .string(student.chatID), "credits": 5, "expiryDays": 0], 400),
                (["userId": .string(student.chatID), "credits": 9_000_000_000_000_000], 400),
            ]
            for (body, status) in cases {
                let answer = try await teacher.post("/api/credits/allocate", body)
                #expect(answer.status == status && answer.json.names == ["message"], "\(body.compact)")
            }
            #expect(try await student.credits() == 0)
        }
    }

    @Test("B4 and B5: whether credits suffice, and what tokens cost")
    func checks() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            _ = try await teacher.allocate(5, to: student)
            func check(_ body: JSON) async throws -> String {
                try await student.post("/api/credits/check", body).outcome
            }
            #expect(
                try await check(["requiredCredits": 5]) == #"200 {"sufficient":true,"credits":5,"requiredCredits":5}"#
            )
            #expect(
                try await check(["requiredCredits": 6])
                    == #"200 {"sufficient":false,"message":"Insufficient credits"}"#
            )
            #expect(try await student.post("/api/credits/check", [:]).status == 400)
            for (model, tokens, credits) in [
                ("unknown", 1000, 1), ("unknown", 10_000, 4), ("amazon.titan-text-express-v1", 10_000, 4),
                ("amazon.nova-micro-v1:0", 100_000, 6), ("unknown", 0, 0),
            ] {
                let body: JSON = ["modelId": .string(model), "tokens": .integer(tokens)]
                let answer = try await student.post("/api/credits/calculate", body)
                #expect(answer.outcome == #"200 {"credits":\#(credits)}"#, "\(model) \(tokens)")
            }
            #expect(try await student.post("/api/credits/calculate", ["modelId": "x", "tokens": -1]).status == 400)
        }
    }

    @Test("B6: a deduction takes all or nothing, and a hundred at once with credit for seven succeed seven times")
    func deductions() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            _ = try await teacher.allocate(10, to: student)
            let taken = try await student.post("/api/credits/deduct", ["credits": 3])
            #expect(taken.json["success"] == true && taken.json["remainingBalance"] == 7)
            #expect(taken.json.names == ["success", "message", "remainingBalance"])
            let refused = try await student.post("/api/credits/deduct", ["credits": 8])
            #expect(refused.outcome == #"400 {"message":"Insufficient credits"}"#)
            #expect(try await student.credits() == 7)
            for credits: JSON in [0, -1, 1.5, "1", .null] {
                #expect(try await student.post("/api/credits/deduct", ["credits": credits]).status == 400)
            }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await student.post("/api/credits/deduct", ["credits": 1]).status }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 7, 400: 93])
            #expect(try await student.credits() == 0)
        }
    }

    @Test("B6: the same Idempotency-Key deducts once")
    func idempotent() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            _ = try await teacher.allocate(10, to: student)
            for _ in 0..<3 {
                let answer = try await student.post(
                    "/api/credits/deduct",
                    ["credits": 4],
                    headers: ["Idempotency-Key": "one"]
                )
                #expect(answer.json["remainingBalance"] == 6)
            }
            #expect(try await student.credits() == 6)
        }
    }

    @Test("B9: an admin gives by e-mail address, a supervisor may not")
    func byEmail() async throws {
        try await TestCampus.run { campus in
            let (admin, teacher, student) = (
                try await campus.admin(), try await campus.teacher(), try await campus.student()
            )
            let path = "/api/credits/allocate-by-email"
            let body: JSON = ["email": .string(student.email), "credits": 8, "notes": "for the exam"]
            let given = try await admin.post(path, body)
            #expect(given.status == 201)
            #expect(given.json.names == ["id", "userId", "email", "totalCredits", "remainingCredits", "expiresAt"])
            #expect(given.json["email"] == .string(student.email))
            #expect(try await teacher.post(path, body).outcome == #"403 {"message":"Admin access required"}"#)
            let nobody = try await admin.post(path, ["email": "nobody@example.com", "credits": 8])
            #expect(nobody.status == 404)
            #expect(try await admin.post(path, ["email": "x", "credits": 8]).status == 400)
        }
    }

    @Test("B10, B11, B12: credits are set, removed and adjusted, by what there is and not more")
    func changes() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            let user = JSON.string(student.chatID)
            _ = try await teacher.allocate(7, to: student)
            let set = try await teacher.post("/api/credits/set", ["userId": user, "credits": 20])
            let text = #""previousCredits":7,"newCredits":20,"message":"User credits set successfully"}"#
            #expect(set.outcome == #"200 {"userId":"\#(student.chatID)","# + text)
            let removed = try await teacher.delete("/api/credits/remove", ["userId": user, "credits": 5])
            #expect(removed.status == 200)
            #expect(removed.json["previousCredits"] == 20 && removed.json["newCredits"] == 15)
            #expect(removed.json["removedCredits"] == 5)
            #expect(try await teacher.delete("/api/credits/remove", ["userId": user, "credits": 16]).status == 400)
            let more = try await teacher.put("/api/credits/adjust", ["userId": user, "adjustment": 10])
            #expect(more.json["previousCredits"] == 15 && more.json["newCredits"] == 25)
            let less = try await teacher.put("/api/credits/adjust", ["userId": user, "adjustment": -24])
            #expect(less.json["newCredits"] == 1 && less.json["adjustment"] == -24)
            for adjustment in [0, -2] {
                let body: JSON = ["userId": user, "adjustment": .integer(adjustment)]
                #expect(try await teacher.put("/api/credits/adjust", body).status == 400)
            }
            #expect(try await teacher.post("/api/credits/set", ["userId": user, "credits": 0]).status == 200)
            #expect(try await student.credits() == 0)
            let nobody = try await teacher.post("/api/credits/set", ["userId": "nobody", "credits": 1])
            #expect(nobody.outcome == #"404 {"message":"User not found"}"#)
        }
    }

    @Test("B13: all allocations of the school, and none of another")
    func allocations() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            let other = try await campus.teacher(in: .second)
            _ = try await teacher.post(
                "/api/credits/allocate",
                ["userId": .string(student.chatID), "credits": 4, "notes": "term two"]
            )
            _ = try await other.allocate(9, to: other)
            let answer = try await teacher.get("/api/credits/allocations/all")
            let allocations = try #require(answer.json["allocations"]?.array)
            #expect(answer.status == 200 && allocations.count == 1)
            #expect(
                allocations[0].names == [
                    "id", "userId", "totalCredits", "remainingCredits", "allocatedBy", "allocatedAt", "expiresAt",
                    "notes",
                    "UserAccount",
                ]
            )
            #expect(allocations[0]["allocatedBy"] == .string(teacher.chatID))
            #expect(allocations[0]["UserAccount"]?["email"] == .string(student.email))
        }
    }

    @Test("B26: somebody whom the identity service knows has an account once")
    func accounts() async throws {
        try await TestCampus.run { campus in
            let (admin, student) = (try await campus.admin(), try await campus.student())
            try await campus.atCredits { client in
                var client = client
                client.token = admin.client.token
                func open(_ sub: String, _ email: String, _ role: String = "enduser") async throws -> (Int, JSON) {
                    let body: JSON = ["sub": .string(sub), "email": .string(email), "role": .string(role)]
                    let answer = try await client.post("/api/admin/users", body)
                    return (answer.status, answer.json)
                }
                let (status, opened) = try await open(student.chatID, student.email)
                #expect(status == 201)
                #expect(opened.names == ["userId", "sub", "email", "username", "role", "createdAt", "updatedAt"])
                #expect(opened["userId"] == opened["sub"] && opened["role"] == "enduser")
                #expect(try await open(student.chatID, student.email).0 == 409)
                #expect(try await open(admin.chatID, student.email).0 == 409)
                #expect(try await open("0123456789abcdef01234567", "new@example.com").0 == 404)
                #expect(try await open("short", student.email).0 == 400)
                #expect(try await open(student.chatID, student.email, "king").0 == 400)
            }
        }
    }
}
