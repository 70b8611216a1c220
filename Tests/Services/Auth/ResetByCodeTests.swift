import AuthAPI
import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Password reset by text message", .timeLimit(.minutes(15)))
struct ResetByCodeTests {
    private static let number = "+254700000077"

    @Test("A code from a text message gives a new password once, and ends every session")
    func reset() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            let session = try await zuri.signIn()
            let asked = try await ask(campus, Self.number)
            #expect(
                asked.json == [
                    "success": true, "message": "If this number has an account, a code is on its way to it.",
                ]
            )
            let code = try await campus.code(to: Self.number)
            #expect(campus.texts.bodies(to: Self.number)[0].contains("your code to choose a new password"))
            // It signs nobody in, and confirms no number.
            #expect(try await campus.signIn(Self.number, otp: code).status == 401)
            let weak = try await choose(campus, Self.number, code, "short")
            #expect(weak.status == 422 && weak.code == "weak_password")
            let done = try await choose(campus, Self.number, code, "Mwezi-2027")
            #expect(done.status == 200 && done.accessToken == nil)
            #expect(try await campus.refresh(session.refreshToken).status == 401)
            #expect(try await zuri.signIn().status == 401)
            #expect(try await zuri.signIn(password: "Mwezi-2027").status == 200)
            let again = try await choose(campus, Self.number, code, "Mwezi-2028")
            #expect(again.status == 401 && again.code == "invalid_code")
            try await campus.mailed("Your password was changed", to: zuri.user.email.text)
            #expect(try await zuri.audited().contains("password_reset"))
        }
    }

    @Test("Unknown numbers, wrong codes, other schools and codes for something else are answered alike")
    func uniform() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            for number in [Self.number, "+254700000079"] {
                let asked = try await ask(campus, number)
                #expect(asked.status == 200)
                let soon = try await ask(campus, number)
                #expect(soon.status == 429 && soon.code == "code_sent_recently")
            }
            #expect(try await ask(campus, Self.number, school: "no-such-school").status == 200)
            let code = try await campus.code(to: Self.number)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let other = try await campus.code(to: Self.number, number: 2)
            let tries = [
                (Self.number, code == "000000" ? "000001" : "000000", "sunrise-academy"),
                ("+254700000079", code, "sunrise-academy"), (Self.number, code, "no-such-school"),
                (Self.number, code, "lagoon-college"), (Self.number, "", "sunrise-academy"),
                (Self.number, other == code ? "1" : other, "sunrise-academy"),
            ]
            for (number, otp, school) in tries {
                let answer = try await choose(campus, number, otp, "Mwezi-2027", school: school)
                #expect(answer.status == 401 && answer.code == "invalid_code", "\(number) \(otp) \(school)")
            }
            #expect(campus.texts.lines.count == 2)
            #expect(try await zuri.signIn().status == 200)
        }
    }

    @Test("After five wrong guesses the code is worth nothing")
    func guesses() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            _ = try await ask(campus, Self.number)
            let code = try await campus.code(to: Self.number)
            let wrong = code == "000000" ? "000001" : "000000"
            for _ in 0..<5 { #expect(try await choose(campus, Self.number, wrong, "Mwezi-2027").status == 401) }
            #expect(try await choose(campus, Self.number, code, "Mwezi-2027").status == 401)
            #expect(try await zuri.signIn().status == 200)
        }
    }

    private func ask(
        _ campus: TestCampus,
        _ number: String,
        school: String = "sunrise-academy"
    ) async throws -> PlatformClient.Answer {
        try await campus.anonymous.post(
            "/api/auth/request-password-reset",
            ["phone_number": .string(number), "tenant_subdomain": .string(school)]
        )
    }

    private func choose(
        _ campus: TestCampus,
        _ number: String,
        _ code: String,
        _ password: String,
        school: String = "sunrise-academy"
    ) async throws -> PlatformClient.Answer {
        try await campus.anonymous.post(
            "/api/auth/reset-password",
            [
                "phone_number": .string(number), "otp": .string(code), "new_password": .string(password),
                "tenant_subdomain": .string(school),
            ]
        )
    }
}
