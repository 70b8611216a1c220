import AuthAPI
import Cache
import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Limits of signing in", .serialized, .timeLimit(.minutes(15)))
struct SignInLimitTests {
    @Test("However many guesses at one account come at once, five are looked at; the others are told to wait")
    func parallelGuesses() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let answers = try await withThrowingTaskGroup(of: PlatformClient.Answer.self) { group in
                for number in 0..<60 { group.addTask { try await zuri.signIn(password: "Wrong-\(2026 + number)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // One more comes back every twelve seconds, should the machine be that slow; it may also have no time for
            // more hashes at all.
            #expect((1...6).contains(answers.count { $0.status == 401 }))
            #expect(answers.contains { $0.status == 429 && $0.headers[.rateLimit] != nil })
            for refused in answers where refused.status != 401 {
                #expect(refused.status == 429 || refused.code == "sign_in_busy")
                #expect(refused.headers[.retryAfter] != nil)
            }
        }
    }

    @Test("Five links a minute may be asked for, of an address that exists or not; other addresses are not slowed down")
    func links() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            for address in [zuri.user.email.text, "nobody@sunrise.example.com"] {
                for _ in 0..<5 { #expect(try await campus.requestReset(address).status == 200) }
                let refused = try await campus.requestReset(address)
                #expect(refused.status == 429 && refused.code == "rate_limited")
                #expect(refused.headers[.retryAfter] != nil)
            }
            #expect(try await campus.requestReset("somebody@sunrise.example.com").status == 200)
        }
    }

    @Test("Of many guesses of the current password at once, five are looked at; the right one fills nothing")
    func passwordChanges() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            func change(_ current: String) async throws -> PlatformClient.Answer {
                // Too weak, so that nothing is changed.
                try await client.post(
                    "/api/auth/change-password",
                    ["current_password": .string(current), "new_password": "short"]
                )
            }
            for _ in 0..<7 { #expect(try await change(TestCampus.password).code == "weak_password") }
            let answers = try await withThrowingTaskGroup(of: PlatformClient.Answer.self) { group in
                for number in 0..<40 { group.addTask { try await change("Wrong-\(2026 + number)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect((5...6).contains(answers.count { $0.code == "wrong_password" }))
            #expect(answers.allSatisfy { [422, 429].contains($0.status) })
        }
    }

    @Test("An administrator invites five times a minute; another one is not slowed down")
    func invitations() async throws {
        try await TestCampus.run { campus in
            let (admin, other) = (try await campus.admin(), try await campus.admin("Dr Other"))
            func invite(_ client: Person, _ number: Int) async throws -> PlatformClient.Answer {
                try await client.post(
                    "/api/auth/invitations",
                    ["email": .string("guest\(number)@example.com"), "role": "teacher"]
                )
            }
            for number in 0..<5 { #expect(try await invite(admin, number).status == 201) }
            let refused = try await invite(admin, 5)
            #expect(refused.status == 429 && refused.headers[.retryAfter] != nil)
            #expect(try await invite(other, 6).status == 201)
        }
    }

    @Test("Signing in rightly fills nothing, however often")
    func successes() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            for _ in 0..<4 {
                #expect(try await zuri.signIn(password: "Wrong-2026").status == 401)
                for _ in 0..<3 { #expect(try await zuri.signIn().status == 200) }
            }
        }
    }

    @Test("No other spelling of an account is another count, and other names do not empty it")
    func spellings() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account("zuri@sunrise.example.com", username: "zuri")
            func status(_ field: String, _ name: String) async throws -> Int {
                let body: JSON = [
                    "tenant_subdomain": "sunrise-academy", field: .string(name), "password": "Wrong-2026",
                ]
                return try await campus.anonymous.post("/api/auth/login", body).status
            }
            for name in ["zuri@sunrise.example.com", "ZURI@Sunrise.Example.com", " zuri@sunrise.example.com\t"] {
                #expect(try await status("email", name) == 401)
            }
            for name in ["zuri", "ZURI"] { #expect(try await status("username", name) == 401) }
            // Names of nobody: refused as an address, or simply wrong; the account stays as it was.
            for name in ["z.uri@sunrise.example.com", "zuri+1@sunrise.example.com", "zur\u{131}@sunrise.example.com"] {
                #expect([401, 422].contains(try await status("email", name)))
            }
            for name in ["zuri@sunrise.example.com", "ZURI@SUNRISE.EXAMPLE.COM"] {
                #expect(try await status("email", name) == 429)
            }
            #expect(try await zuri.signIn().status == 429)
        }
    }

    @Test("One address cannot make accounts, or have links and codes sent, without end")
    func messages() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.limits.messagesOfAddress = RateLimit("messages-address", 4, in: .seconds(600))
        }
        try await TestCampus.run(change) { campus in
            func register(_ number: Int) async throws -> Int {
                try await campus.anonymous.post(
                    "/api/auth/register",
                    [
                        "tenant_subdomain": "sunrise-academy", "email": .string("new\(number)@example.com"),
                        "name": "New Person", "password": "Sunrise-2026-Rain",
                    ]
                ).status
            }
            for number in 1...2 {
                let status = try await register(number)
                #expect(status == 201)
            }
            let reset: JSON = ["tenant_subdomain": "sunrise-academy", "email": "new1@example.com"]
            let code: JSON = ["tenant_subdomain": "sunrise-academy", "phone_number": "+254700000123"]
            #expect(try await campus.anonymous.post("/api/auth/request-password-reset", reset).status == 200)
            #expect(try await campus.anonymous.post("/api/auth/request-otp", code).status == 200)
            #expect(try await register(3) == 429)
            #expect(try await campus.anonymous.post("/api/auth/request-password-reset", reset).status == 429)
        }
    }

    @Test("One address that tries many accounts is slowed down, whatever X-Forwarded-For it makes up")
    func address() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.limits.failuresOfAddress = RateLimit("sign-in-address", 8, in: .seconds(600))
        }
        try await TestCampus.run(change) { campus in
            let zuri = try await campus.account()
            func attempt(_ number: Int) async throws -> PlatformClient.Answer {
                try await campus.anonymous.post(
                    "/api/auth/login",
                    [
                        "tenant_subdomain": "sunrise-academy", "email": .string("nobody\(number)@example.com"),
                        "password": "Sunrise-2026",
                    ],
                    headers: [
                        "X-Forwarded-For": "203.0.113.\(number)", "X-Real-IP": "203.0.113.\(number)",
                        "Origin": "https://student.elymica.com",
                    ]
                )
            }
            for number in 1...8 { #expect(try await attempt(number).status == 401) }
            let refused = try await attempt(9)
            #expect(refused.status == 429)
            #expect(refused.json["code"] == "rate_limited")
            #expect(refused.json["success"] == false)
            #expect(refused.json["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded")
            #expect(refused.json["violated-policies"] == ["sign-in-address"])
            #expect(refused.headers[.rateLimitPolicy] == #""sign-in-address";q=8;w=600"#)
            let wait = try #require(refused.headers[.retryAfter])
            #expect(refused.headers[.rateLimit] == #""sign-in-address";r=0;t=\#(wait)"#)
            #expect(refused.headers[.accessControlAllowOrigin] == "https://student.elymica.com")
            #expect(refused.headers[.accessControlExposeHeaders]?.contains("RateLimit-Policy") == true)
            #expect(try await zuri.signIn().status == 429)
        }
    }

    @Test("Behind a proxy of ours addresses count apart, and what the client wrote before counts for nothing")
    func behindProxy() async throws {
        let change: (inout Settings) -> Void = { settings in
            settings.limits.failuresOfAddress = RateLimit("sign-in-address", 3, in: .seconds(600))
            settings.trustedProxyHops = 1
        }
        try await TestCampus.run(change) { campus in
            func attempt(_ number: Int, _ forwarded: String) async throws -> Int {
                let body: JSON = [
                    "tenant_subdomain": "sunrise-academy", "email": .string("nobody\(number)@example.com"),
                    "password": "Sunrise-2026",
                ]
                let headers = ["X-Forwarded-For": forwarded]
                return try await campus.anonymous.post("/api/auth/login", body, headers: headers).status
            }
            var statuses: [Int] = []
            for number in 1...4 { statuses.append(try await attempt(number, "6.6.6.\(number), 203.0.113.9")) }
            statuses.append(try await attempt(5, "203.0.113.10"))
            #expect(statuses == [401, 401, 401, 429, 401])
            statuses = []
            for number in 6...9 { statuses.append(try await attempt(number, "2001:db8:0:1:\(number)::\(number)")) }
            statuses.append(try await attempt(10, "2001:db8:0:2::1"))
            #expect(statuses == [401, 401, 401, 429, 401])
        }
    }

    @Test("A school that is attacked from everywhere is slowed down; the other school is not")
    func school() async throws {
        let change: (inout Settings) -> Void = { settings in
            settings.limits.failuresOfTenant = RateLimit("sign-in-tenant", 6, in: .seconds(600))
        }
        try await TestCampus.run(change) { campus in
            func attempt(_ number: Int, _ school: String) async throws -> Int {
                let body: JSON = [
                    "tenant_subdomain": .string(school), "email": .string("nobody\(number)@example.com"),
                    "password": "Sunrise-2026",
                ]
                return try await campus.anonymous.post("/api/auth/login", body).status
            }
            var statuses: [Int] = []
            for number in 1...7 { statuses.append(try await attempt(number, "sunrise-academy")) }
            statuses.append(try await attempt(7, "lagoon-college"))
            #expect(statuses == [401, 401, 401, 401, 401, 401, 429, 401])
        }
    }

    @Test("Refreshing is in no bucket")
    func refreshing() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            var token = try await zuri.signIn().refreshToken
            for _ in 0..<12 {
                let answer = try await campus.refresh(token)
                #expect(answer.status == 200)
                token = answer.refreshToken
            }
        }
    }
}
