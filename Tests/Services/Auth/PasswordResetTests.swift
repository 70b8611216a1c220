import AuthAPI
import CampusTestKit
import Endpoints
import HTTPTypes
import Postgres
import TestKit
import Testing
import Values

@Suite("Password reset", .timeLimit(.minutes(15)))
struct PasswordResetTests {
    @Test("A mailed link gives a new password once, ends every session, and tells the person")
    func reset() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            #expect(try await campus.requestReset(zuri.user.email.text).status == 200)
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "reset-password")
            let answer = try await campus.reset(token)
            #expect(
                answer.status == 200
                    && answer.json == ["success": true, "message": "Your password is changed. You can sign in now."]
            )
            #expect(answer.accessToken == nil)
            #expect(try await campus.refresh(session.refreshToken).status == 401)
            #expect(try await zuri.client(session).get("/api/auth/me").status == 401)
            #expect(try await zuri.signIn().status == 401)
            #expect(try await zuri.signIn(password: "Mwezi-2027").status == 200)
            let again = try await campus.reset(token)
            #expect(again.status == 400 && again.code == "invalid_reset_token")
            #expect(again.json["error"] == "The link does not work any more. Ask for another.")
            try await campus.mailed("Your password was changed", to: zuri.user.email.text)
            #expect(try await zuri.audited().contains("password_reset"))
        }
    }

    @Test("Known, unknown and suspended people and unknown schools are answered alike; only the known get a mail")
    func uniform() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let away = try await campus.account("away@sunrise.example.com")
            try await campus.database.tenant(away.user.tenantID).execute(
                "update auth.users set status = 'suspended' where email = 'away@sunrise.example.com'"
            )
            let answers = [
                try await campus.requestReset("nobody@sunrise.example.com"),
                try await campus.requestReset("away@sunrise.example.com"),
                try await campus.requestReset(zuri.user.email.text, school: "no-such-school"),
                try await campus.requestReset(zuri.user.email.text, school: "lagoon-college"),
                try await campus.requestReset(zuri.user.email.text),
            ]
            #expect(Set(answers.map(\.status)) == [200] && Set(answers.map(\.text)).count == 1)
            _ = try await campus.mailedToken(to: zuri.user.email.text, page: "reset-password")
            #expect(campus.mail.mails.count == 1)
        }
    }

    @Test("The database never holds the token, and a newer link kills the older one")
    func stored() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let email = zuri.user.email.text
            _ = try await campus.requestReset(email)
            let first = try await campus.mailedToken(to: email, page: "reset-password")
            // The same address gets one mail a minute at most; this is another minute.
            try await campus.database.tenant(zuri.user.tenantID).execute(
                "update events.jobs set key = key || ' before' where name = 'auth.send_link'"
            )
            _ = try await campus.requestReset(email)
            let second = try await campus.mailedToken(to: email, page: "reset-password", count: 2)
            #expect(first != second)
            #expect(try await campus.reset(first).code == "invalid_reset_token")
            try await campus.eventually("a payload still holds a token") {
                let holding = try await campus.database.tenant(zuri.user.tenantID).value(
                    """
                    select (select count(*) from events.outbox where strpos(payload::text, \(second)) > 0)
                        + (select count(*) from events.jobs where strpos(payload::text, \(second)) > 0)
                    """,
                    as: Int.self
                )
                return holding == 0
            }
            #expect(try await campus.reset(second).status == 200)
        }
    }

    @Test("A weak password leaves the link good; an old link, another purpose and rubbish are 400")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let email = zuri.user.email.text
            _ = try await campus.requestReset(email)
            let token = try await campus.mailedToken(to: email, page: "reset-password")
            let weak = try await campus.reset(token, "Password123")
            #expect(weak.status == 422 && weak.code == "weak_password" && weak.fields == ["new_password"])
            #expect(try await campus.anonymous.post("/api/auth/verify-email", ["token": .string(token)]).status == 400)
            for rubbish in ["", "x", String(repeating: "A", count: 43), String(repeating: "a", count: 100_000)] {
                #expect(try await campus.reset(rubbish).status == 400)
            }
            try await campus.database.tenant(zuri.user.tenantID).execute(
                "update auth.account_tokens set expires_at = now() where used_at is null"
            )
            #expect(try await campus.reset(token).status == 400)
        }
    }

    @Test("Twenty who use one link at once: one gets through")
    func race() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            _ = try await campus.requestReset(zuri.user.email.text)
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "reset-password")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask { try await campus.reset(token, "Mwezi-\(2000 + number)").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1 && statuses.allSatisfy { [200, 400].contains($0) })
        }
    }

    @Test("One name does both steps")
    func singleName() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let path = "/api/auth/password-reset"
            let asked = try await campus.anonymous.post(
                path,
                ["email": .string(zuri.user.email.text), "tenant_subdomain": "sunrise-academy"]
            )
            #expect(asked.status == 200)
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "reset-password")
            let done = try await campus.anonymous.post(path, ["token": .string(token), "new_password": "Mwezi-2027"])
            #expect(done.status == 200)
            #expect(try await zuri.signIn(password: "Mwezi-2027").status == 200)
            #expect(try await campus.anonymous.post(path, [:]).fields == ["email"])
        }
    }

    @Test("The page shows a form, changes nothing when it is opened, and chooses the password when it is sent")
    func page() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            _ = try await campus.requestReset(zuri.user.email.text)
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "reset-password")
            for _ in 0..<3 {
                let page = try await campus.anonymous.get(
                    "/reset-password?token=\(token)",
                    headers: ["Host": "evil.example.com"]
                )
                #expect(page.status == 200 && page.text.contains("value=\"\(token)\""))
                #expect(page.text.contains("Sunrise Academy") && !page.text.contains("evil.example.com"))
                let policy = page.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
                #expect(!page.text.contains("<script"))
            }
            let weak = try await campus.submit("/reset-password", "token=\(token)&new_password=short")
            #expect(weak.status == 422 && weak.text.contains("too weak") && weak.text.contains("<form"))
            let done = try await campus.submit("/reset-password", "token=\(token)&new_password=Mwezi%20mpya%202027")
            #expect(done.status == 200 && done.text.contains("Your password is changed"))
            #expect(try await zuri.signIn(password: "Mwezi mpya 2027").status == 200)
            let dead = try await campus.anonymous.get("/reset-password?token=\(token)")
            #expect(dead.status == 400 && dead.text.contains("does not work any more"))
            #expect(try await campus.anonymous.get("/reset-password?token=%3Cscript%3E").status == 400)
        }
    }
}
