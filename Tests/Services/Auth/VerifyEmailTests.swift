import AuthAPI
import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import Values

@Suite("Confirming an address", .timeLimit(.minutes(15)))
struct VerifyEmailTests {
    @Test(
        "Whoever registers with a number gets a link as well: opened it does nothing, sent it confirms, once"
    )
    func link() async throws {
        try await TestCampus.run { campus in
            let email = "neema@sunrise.example.com"
            _ = try await campus.anonymous.post(
                "/api/auth/register",
                [
                    "tenant_subdomain": "sunrise-academy", "email": .string(email), "name": "Neema",
                    "password": .string(TestCampus.password), "phone_number": "+254700000077",
                ]
            )
            func isVerified() async throws -> Bool? {
                try await campus.database.tenant(campus.schools[0].id).value(
                    "select email_verified_at is not null from auth.users where email = \(email)"
                )
            }
            let token = try await campus.mailedToken(to: email, page: "verify-email")
            #expect(try await campus.anonymous.get("/verify-email?token=\(token)").status == 200)
            #expect(try await isVerified() == false)
            let sent = try await campus.submit("/verify-email", "token=\(token)")
            #expect(sent.status == 200 && sent.text.contains("Your e-mail address is confirmed"))
            #expect(try await isVerified() == true)
            let again = try await campus.anonymous.post("/api/auth/verify-email", ["token": .string(token)])
            #expect(again.status == 400 && again.code == "invalid_verification_token")
        }
    }

    @Test("Another link is sent to whoever needs one, and every address is answered alike")
    func resend() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            try await zuri.forgetVerification()
            let path = "/api/auth/resend-verification"
            func ask(_ email: String) async throws -> PlatformClient.Answer {
                try await campus.anonymous.post(
                    path,
                    ["email": .string(email), "tenant_subdomain": "sunrise-academy"]
                )
            }
            let unknown = try await ask("nobody@sunrise.example.com")
            let known = try await ask(zuri.user.email.text)
            #expect(known.status == 200 && known.text == unknown.text)
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "verify-email")
            let done = try await campus.anonymous.post("/api/auth/verify-email", ["token": .string(token)])
            #expect(done.json == ["success": true, "message": "Your e-mail address is confirmed."])
            let own = try await zuri.client(zuri.signIn()).post(path)
            #expect(own.text == unknown.text && campus.mail.mails.count == 1)
            #expect(try await campus.anonymous.post(path, [:]).status == 422)
        }
    }

    @Test("A link for an address that the account no longer has is worth nothing")
    func moved() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            try await zuri.forgetVerification()
            _ = try await zuri.client(zuri.signIn()).post("/api/auth/resend-verification")
            let token = try await campus.mailedToken(to: zuri.user.email.text, page: "verify-email")
            try await campus.database.tenant(zuri.user.tenantID).execute(
                "update auth.users set email = 'new@sunrise.example.com' where id = \(zuri.user.id)"
            )
            #expect(try await campus.anonymous.post("/api/auth/verify-email", ["token": .string(token)]).status == 400)
        }
    }
}
