import Access
import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import FoundationEssentials
import Postgres
import TestKit
import Testing
import Values

@testable import AuthService

@Suite("The second factor", .serialized, .timeLimit(.minutes(15)))
struct TwoFactorTests {
    /// An account with a second factor and an app that makes its codes.
    private struct Protected {
        let account: Account
        let secret: [UInt8]
        let recoveryCodes: [String]

        /// The code of a step from now; tests use each step once, as a person would.
        func code(_ offset: Int = 0) -> JSON {
            .string(TimedCode(secret: secret).code(of: TimedCode.step(at: Date()) + offset))
        }

        /// The challenge that a right password gets.
        func challenge() async throws -> JSON {
            let answer = try await account.signIn()
            #expect(answer.status == 403 && answer.code == "two_factor_required")
            return try #require(answer.json["challenge_token"])
        }

        func verify(_ code: JSON, _ challenge: JSON? = nil) async throws -> PlatformClient.Answer {
            let token = if let challenge { challenge } else { try await self.challenge() }
            return try await account.campus.anonymous.post(
                "/api/auth/two-factor/verify",
                ["challenge_token": token, "code": code]
            )
        }

        /// The same as one of a thousand: patient, and again while the database has no connection free.
        func guess(_ code: JSON, _ challenge: JSON) async throws -> PlatformClient.Answer {
            let body: JSON = ["challenge_token": challenge, "code": code]
            while true {
                let answer = try await account.campus.anonymous.send(
                    "POST",
                    "/api/auth/two-factor/verify",
                    body: Array(body.compact.utf8),
                    within: .seconds(120)
                )
                if answer.status != 503 { return answer }
            }
        }
    }

    private func mails(of campus: TestCampus) -> Int {
        campus.mail.mails.count { $0.subject == "Your second factor was changed" }
    }

    private func protected(_ campus: TestCampus, role: Role = .student) async throws -> Protected {
        let zuri = try await campus.account(role: role)
        let client = zuri.client(try await zuri.signIn())
        let enrolled = try await client.post(
            "/api/auth/two-factor/enroll",
            ["password": .string(TestCampus.password)]
        )
        let text = try #require(enrolled.json["secret"]?.string)
        #expect(enrolled.json["otpauth_uri"]?.string?.contains("secret=\(text)&") == true)
        #expect(enrolled.json["qr_code"]?.string?.hasPrefix("data:image/svg+xml;base64,") == true)
        let secret = try await stored(campus, zuri.user)
        #expect(Base32.text(secret) == text)
        let code = TimedCode(secret: secret).code(of: TimedCode.step(at: Date()) - 1)
        let confirmed = try await client.post("/api/auth/two-factor/confirm", ["code": .string(code)])
        let codes = try #require(confirmed.json["recovery_codes"]?.array).compactMap(\.string)
        #expect(confirmed.status == 200 && Set(codes).count == 10 && confirmed.json["session"] == nil)
        return Protected(account: zuri, secret: secret, recoveryCodes: codes)
    }

    /// The secret as the app has it; in the database it is sealed.
    private func stored(_ campus: TestCampus, _ user: User) async throws -> [UInt8] {
        let sealed: [UInt8]? = try await campus.database.tenant(user.tenantID).value(
            "select secret from auth.second_factors where user_id = \(user.id)"
        )
        let secret = InstallationSecret(try #require(campus.campus.parts.settings.installationSecret))
        return try secret.open(#require(sealed), for: user.id, in: user.tenantID)
    }

    @Test("The codes are those of RFC 6238")
    func vectors() {
        let app = TimedCode(secret: Array("12345678901234567890".utf8))
        for (instant, code) in [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] {
            #expect(app.code(of: instant / TimedCode.period) == code)
        }
        #expect(Base32.text(Array("12345678901234567890".utf8)) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        let now = Date(timeIntervalSince1970: 3000)
        #expect(app.step(of: app.code(of: 99), at: now, after: 0) == 99)
        #expect(app.step(of: app.code(of: 101), at: now, after: 0) == 101)
        #expect(app.step(of: app.code(of: 98), at: now, after: 0) == nil)
        #expect(app.step(of: app.code(of: 102), at: now, after: 0) == nil)
        #expect(app.step(of: app.code(of: 100), at: now, after: 100) == nil)
    }

    @Test("Signing in takes two steps, and no code works twice")
    func signIn() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let code = zuri.code()
            let signedIn = try await zuri.verify(code)
            #expect(signedIn.status == 200)
            #expect(signedIn.json["user"]?["id"]?.string == zuri.account.user.id.description)
            #expect(signedIn.json["tenant"]?["subdomain"] == "sunrise-academy")
            #expect(try await zuri.account.client(signedIn).get("/api/auth/me").status == 200)
            let again = try await zuri.verify(code)
            #expect(again.status == 401 && again.code == "invalid_code")
            #expect(try await zuri.account.audited().suffix(3).contains("two_factor_failed"))
        }
    }

    @Test("With another secret than it was set up with, a second factor cannot be checked, and the answer says so")
    func otherSecret() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let user = zuri.account.user
            let sealed = try InstallationSecret("the secret of another installation")
                .seal(zuri.secret, for: user.id, in: user.tenantID)
            try await campus.database.tenant(user.tenantID).execute(
                "update auth.second_factors set secret = \(sealed) where user_id = \(user.id)"
            )
            let refused = try await zuri.verify(zuri.code())
            #expect(refused.status == 503 && refused.code == "two_factor_unavailable")
        }
    }

    @Test("A challenge opens nothing but the second step")
    func challengeIsNoToken() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let challenge = try await zuri.challenge()
            var client = campus.anonymous
            client.token = challenge.string
            for path in ["/api/auth/me", "/api/auth/sessions", "/courses", "/api/auth/two-factor"] {
                #expect(try await client.get(path).status == 401, "\(path)")
            }
            #expect(try await campus.refresh(challenge.string).status == 401)
            let enrolling = try await campus.anonymous.post(
                "/api/auth/two-factor/enroll",
                ["challenge_token": challenge]
            )
            #expect(enrolling.code == "invalid_challenge")
            for forged in ["", "ch1", "ch1.a.b.verify.1.x", challenge.string.map { String($0.dropLast()) } ?? ""] {
                let answer = try await zuri.verify(zuri.code(), .string(forged))
                #expect([401, 422].contains(answer.status), "\(forged)")
            }
            // A new password ends it.
            _ = try await campus.database.tenant(zuri.account.user.tenantID).execute(
                "update auth.users set password_hash = password_hash || '=' where id = \(zuri.account.user.id)"
            )
            #expect(try await zuri.verify(zuri.code(), challenge).code == "invalid_challenge")
        }
    }

    @Test("A recovery code works once, and new ones end the old")
    func recovery() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let code = JSON.string(zuri.recoveryCodes[0].lowercased())
            let signedIn = try await zuri.verify(code)
            #expect(signedIn.status == 200)
            #expect(try await zuri.verify(code).code == "invalid_code")
            let client = zuri.account.client(signedIn)
            #expect(
                try await client.get("/api/auth/two-factor").json
                    == ["success": true, "enabled": true, "recovery_codes_left": 9]
            )
            let made = try await client.post("/api/auth/two-factor/recovery-codes", ["code": zuri.code()])
            let fresh = try #require(made.json["recovery_codes"]?.array?.first)
            #expect(try await zuri.verify(.string(zuri.recoveryCodes[1])).code == "invalid_code")
            #expect(try await zuri.verify(fresh).status == 200)
        }
    }

    @Test("Two hundred wrong codes at once: five are looked at, and then not the right one either")
    func lock() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let challenge = try await zuri.challenge()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<200 {
                    group.addTask { try await zuri.guess(.string("0000-\(10 + number % 90)"), challenge).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 401 }.count == 5)
            #expect(Set(statuses) == [401, 429])
            #expect(try await zuri.verify(zuri.code(), challenge).status == 429)
            #expect(try await zuri.verify(zuri.code()).status == 429, "nor of another challenge")
            let admin = try await campus.admin()
            _ = try await admin.post("/api/auth/users/\(zuri.account.user.id)/unlock")
            #expect(try await zuri.verify(zuri.code()).status == 200)
        }
    }

    @Test("Right passwords between wrong codes give no further tries")
    func passwordsBetween() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            for _ in 1...5 { #expect(try await zuri.verify("000000").status == 401) }
            #expect(try await zuri.verify(zuri.code()).status == 429)
        }
    }

    @Test("Setting up needs the password, switching off the password and a code")
    func proofs() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            #expect(try await client.post("/api/auth/two-factor/enroll", [:]).status == 422)
            let wrong = try await client.post("/api/auth/two-factor/enroll", ["password": "Wrong-2026"])
            // A 401 would end the session at a portal.
            #expect(wrong.status == 422 && wrong.code == "wrong_password")
            #expect(try await client.post("/api/auth/two-factor/confirm", ["code": "000000"]).status == 409)
            let body: JSON = ["password": .string(TestCampus.password)]
            #expect(try await client.post("/api/auth/two-factor/enroll", body).status == 200)
            // Not confirmed, so it does not count.
            #expect(try await zuri.signIn().status == 200)
            let app = TimedCode(secret: try await stored(campus, zuri.user))
            func code(_ offset: Int) -> JSON { .string(app.code(of: TimedCode.step(at: Date()) + offset)) }
            #expect(try await client.post("/api/auth/two-factor/confirm", ["code": code(-1)]).status == 200)
            #expect(try await client.post("/api/auth/two-factor/enroll", body).code == "two_factor_enabled")
            func disable(_ password: String, _ code: JSON) async throws -> PlatformClient.Answer {
                try await client.post(
                    "/api/auth/two-factor/disable",
                    ["password": .string(password), "code": code]
                )
            }
            #expect(try await disable("Wrong-2026", code(0)).status == 422)
            let refused = try await disable(TestCampus.password, "000000")
            #expect(refused.status == 422 && refused.code == "invalid_code")
            #expect(try await disable(TestCampus.password, code(0)).status == 200)
            #expect(try await zuri.signIn().status == 200)
            // One about switching it on, one about switching it off.
            try await campus.eventually { mails(of: campus) == 2 }
        }
    }

    @Test("A school asks it of its admins: those without one are signed out and enrol when they sign in")
    func required() async throws {
        try await TestCampus.run { campus in
            let chief = try await protected(campus, role: .admin)
            let client = chief.account.client(try await chief.verify(chief.code()))
            let other = try await campus.account("other@example.com", role: .admin)
            let session = try await other.signIn()
            let first = try await other.client(session).patch(
                "/api/auth/tenants/current",
                ["admins_need_two_factor": true]
            )
            #expect(first.status == 409 && first.code == "two_factor_first")
            let asked = try await client.patch("/api/auth/tenants/current", ["admins_need_two_factor": true])
            #expect(asked.status == 200 && asked.json["settings"]?["admins_need_two_factor"] == true)
            try await campus.eventually { try await other.client(session).get("/api/auth/me").status == 401 }

            let refused = try await other.signIn()
            #expect(refused.status == 403 && refused.code == "two_factor_enrollment_required")
            let challenge = try #require(refused.json["challenge_token"])
            var bearer = campus.anonymous
            bearer.token = challenge.string
            #expect(try await bearer.get("/api/auth/users").status == 401)
            let body: JSON = ["challenge_token": challenge]
            #expect(try await campus.anonymous.post("/api/auth/two-factor/enroll", body).status == 200)
            let app = TimedCode(secret: try await stored(campus, other.user))
            let code = app.code(of: TimedCode.step(at: Date()))
            let confirmed = try await campus.anonymous.post(
                "/api/auth/two-factor/confirm",
                ["challenge_token": challenge, "code": .string(code)]
            )
            #expect(confirmed.status == 200)
            var signedIn = campus.anonymous
            signedIn.token = confirmed.json["session"]?["access_token"]?.string
            #expect(try await signedIn.get("/api/auth/users").status == 200)
            let off = try await signedIn.post(
                "/api/auth/two-factor/disable",
                ["password": .string(TestCampus.password), "code": .string(code)]
            )
            #expect(off.code == "two_factor_mandatory")
            #expect(try await campus.account("student@example.com").signIn().status == 200)
        }
    }

    @Test("An admin takes it from somebody who lost phone and codes, which signs them out")
    func reset() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let session = try await zuri.verify(zuri.code())
            let path = "/api/auth/users/\(zuri.account.user.id)/two-factor"
            #expect(try await zuri.account.client(session).delete(path).status == 403)
            #expect(try await campus.admin().delete(path).status == 200)
            #expect(try await zuri.account.client(session).get("/api/auth/me").status == 401)
            #expect(try await zuri.account.signIn().status == 200)
            try await campus.eventually { mails(of: campus) == 2 }
        }
    }

    @Test("A code by text message is the first factor only: it is used up, and the second is asked for")
    func afterTextMessage() async throws {
        try await TestCampus.run { campus in
            let zuri = try await protected(campus)
            let number = "+254700000077"
            _ = try await campus.database.tenant(zuri.account.user.tenantID).execute(
                "update auth.users set phone_number = \(number) where id = \(zuri.account.user.id)"
            )
            _ = try await campus.requestOTP(number)
            let code = try await campus.code(to: number)
            let refused = try await campus.signIn(number, otp: code)
            #expect(refused.status == 403 && refused.code == "two_factor_required")
            #expect(try await campus.signIn(number, otp: code).code == "invalid_code")
            let challenge = try #require(refused.json["challenge_token"])
            #expect(try await zuri.verify(zuri.code(), challenge).status == 200)
        }
    }

    @Test("On the chat platform the code comes with the password")
    func chatPlatform() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.chatTenant = try? Subdomain(parsing: "sunrise-academy")
        }
        try await TestCampus.run(change) { campus in
            let zuri = try await protected(campus)
            try await campus.onFace("chat-auth") { client in
                func signIn(_ code: JSON = "") async throws -> PlatformClient.Answer {
                    try await client.post(
                        "/api/auth/login",
                        [
                            "username": .string(zuri.account.user.email.text),
                            "password": .string(TestCampus.password), "code": code,
                        ]
                    )
                }
                let asked = try await signIn()
                #expect(asked.status == 401 && asked.json == ["error": "Two-factor code required"])
                #expect(try await signIn("000000").status == 401)
                let code = zuri.code()
                let signedIn = try await signIn(code)
                #expect(signedIn.status == 200 && signedIn.json["message"] == "Login successful")
                var chat = client
                chat.token = signedIn.json["accessToken"]?.string
                #expect(try await chat.get("/api/profile").status == 200)
                #expect(try await signIn(code).status == 401)
            }
        }
    }

    @Test("Without the installation's secret nobody can set one up, and nobody with one gets in")
    func withoutSecret() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.installationSecret = nil }
        try await TestCampus.run(change) { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            let body: JSON = ["password": .string(TestCampus.password)]
            #expect(try await client.post("/api/auth/two-factor/enroll", body).code == "two_factor_unavailable")
            let (tenant, id) = (zuri.user.tenantID, zuri.user.id)
            _ = try await campus.database.tenant(tenant).execute(
                """
                insert into auth.second_factors (tenant_id, user_id, secret, confirmed_at)
                values (\(tenant), \(id), '\\x00', now())
                """
            )
            #expect(try await zuri.signIn().status == 503)
        }
    }
}
