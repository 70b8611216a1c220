import AuthAPI
import CampusTestKit
import Endpoints
import HTTPTypes
import Postgres
import TestKit
import Testing
import Values

@Suite("Confirming numbers and addresses", .serialized, .timeLimit(.minutes(15)))
struct VerificationTests {
    private static let number = "+254700000077"
    private static let other = "+254700000078"

    private func register(_ campus: TestCampus, phone: String?) async throws -> PlatformClient.Answer {
        var body = JSONObject()
        body["tenant_subdomain"] = "sunrise-academy"
        body["email"] = "neema@example.com"
        body["name"] = "Neema"
        body["password"] = .string(TestCampus.password)
        body["phone_number"] = phone.map(JSON.string)
        return try await campus.anonymous.post("/api/auth/register", .object(body))
    }

    private func verify(_ campus: TestCampus, _ body: JSON) async throws -> PlatformClient.Answer {
        try await campus.anonymous.post("/api/auth/verify-otp", body)
    }

    private func flags(_ campus: TestCampus) async throws -> String? {
        try await campus.database.tenant(campus.schools[0].id).value(
            """
            select concat_ws(' ', phone_number, phone_verified_at is not null, email_verified_at is not null)
            from auth.users where email = 'neema@example.com'
            """
        )
    }

    @Test("Whoever registers with a number gets a code that confirms it, once", arguments: ["user_id", "userId"])
    func afterRegistering(name: String) async throws {
        try await TestCampus.run { campus in
            let registered = try await register(campus, phone: Self.number)
            #expect(registered.status == 201)
            #expect(
                registered.json["message"]
                    == "Welcome, Neema. You can sign in now. A code to confirm your phone is on its way."
            )
            let code = JSON.string(try await campus.code(to: Self.number))
            var body = JSONObject()
            (body[name], body["otp"]) = (registered.json["user_id"], code)
            let answer = try await verify(campus, .object(body))
            #expect(answer.status == 200)
            #expect(
                answer.json == [
                    "success": true, "message": "Your phone number is confirmed.", "email_verified": false,
                    "phone_verified": true,
                ]
            )
            #expect(try await flags(campus) == "\(Self.number) t f")
            let again = try await verify(campus, .object(body))
            #expect(again.status == 401 && again.code == "invalid_code")
        }
    }

    @Test("The number or the address with the school names the account as well")
    func byDestination() async throws {
        try await TestCampus.run { campus in
            _ = try await register(campus, phone: Self.number)
            let code = JSON.string(try await campus.code(to: Self.number))
            for school in ["lagoon-college", "no-such-school"] {
                let body: JSON = [
                    "phone_number": .string(Self.number), "tenant_subdomain": .string(school), "otp": code,
                ]
                #expect(try await verify(campus, body).status == 401)
            }
            let nameless = try await verify(campus, ["otp": code])
            #expect(nameless.fields == ["user_id"])
            let body: JSON = [
                "phone_number": .string(Self.number), "tenant_subdomain": "sunrise-academy", "otp": code,
            ]
            #expect(try await verify(campus, body).status == 200)
        }
    }

    @Test("Whoever registers without a number gets a code by mail, which confirms the address")
    func byMail() async throws {
        try await TestCampus.run { campus in
            let registered = try await register(campus, phone: nil)
            #expect(
                registered.json["message"]
                    == "Welcome, Neema. You can sign in now. A code to confirm your e-mail address is on its way."
            )
            let mail = try await campus.mail.next(to: "neema@example.com")
            let code = try #require(
                mail.text.split { !$0.isNumber }.map(String.init).first { $0.count == 6 }
            )
            let body: JSON = [
                "email": "neema@example.com", "tenant_subdomain": "sunrise-academy", "otp": .string(code),
            ]
            let answer = try await verify(campus, body)
            #expect(answer.json["email_verified"] == true && answer.json["phone_verified"] == false)
            #expect(try await flags(campus) == "f t")
        }
    }

    @Test("A code to sign in confirms nothing here, and a code to confirm signs nobody in")
    func purposes() async throws {
        try await TestCampus.run { campus in
            let registered = try await register(campus, phone: Self.number)
            let confirming = try await campus.code(to: Self.number)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let signingIn = try await campus.code(to: Self.number, number: 2)
            guard confirming != signingIn else { return }
            #expect(try await campus.signIn(Self.number, otp: confirming).status == 401)
            let id = try #require(registered.json["user_id"])
            #expect(try await verify(campus, ["user_id": id, "otp": .string(signingIn)]).status == 401)
            #expect(try await campus.signIn(Self.number, otp: signingIn).status == 200)
        }
    }

    @Test("A thousand guesses at a confirmation, and unknown people, are refused alike")
    func unknown() async throws {
        try await TestCampus.run { campus in
            let registered = try await register(campus, phone: Self.number)
            let code = try await campus.code(to: Self.number)
            let id = try #require(registered.json["user_id"])
            let wrong = JSON.string(code == "000000" ? "000001" : "000000")
            let nobody = JSON.string(UserID().description)
            for body: JSON in [["user_id": id, "otp": wrong], ["user_id": nobody, "otp": .string(code)]] {
                let answer = try await verify(campus, body)
                #expect(answer.status == 401)
                #expect(answer.json["error"] == "The code is wrong or has expired.")
            }
        }
    }

    @Test("Somebody who is signed in confirms their number, or takes another one with the code sent to it")
    func signedIn() async throws {
        try await TestCampus.run { campus in
            let path = "/api/auth/verify-phone"
            #expect(try await campus.anonymous.post(path).status == 401)
            _ = try await register(campus, phone: nil)
            let neema = try await campus.anonymous.signedIn(
                school: "sunrise-academy",
                email: "neema@example.com",
                password: TestCampus.password
            )
            let without = try await neema.post(path)
            #expect(without.fields == ["phone_number"])
            let asked = try await neema.post(path, ["phone_number": .string(Self.number)])
            #expect(
                asked.json == [
                    "success": true, "message": "A code is on its way to your phone.",
                    "phone_number": .string(Self.number), "phone_verified": false,
                ]
            )
            #expect(try await flags(campus) == "f f", "a number is theirs only with its code")
            let tooSoon = try await neema.post(path, ["phone_number": .string(Self.other)])
            #expect(tooSoon.status == 429 && tooSoon.headers[.retryAfter] != nil)
            let code = try await campus.code(to: Self.number)
            let wrong = code == "000000" ? "000001" : "000000"
            #expect(try await neema.post(path, ["otp": .string(wrong)]).status == 422)
            let confirmed = try await neema.post(path, ["otp": .string(code)])
            #expect(
                confirmed.json == [
                    "success": true, "message": "Your phone number is confirmed.",
                    "phone_number": .string(Self.number), "phone_verified": true,
                ]
            )
            #expect(try await flags(campus) == "\(Self.number) t f")
        }
    }

    @Test("A school that says so lets nobody in who has confirmed nothing, and tells only those who know the password")
    func required() async throws {
        try await TestCampus.run { campus in
            let tenant = campus.schools[0].id
            _ = try await campus.database.platform(reason: "test").execute(
                "update auth.tenants set verification_required = true where id = \(tenant)"
            )
            let registered = try await register(campus, phone: Self.number)
            #expect(registered.json["message"] == "Welcome, Neema. A code to confirm your phone is on its way.")
            func signIn(_ password: String) async throws -> PlatformClient.Answer {
                try await campus.anonymous.post(
                    "/api/auth/login",
                    [
                        "tenant_subdomain": "sunrise-academy", "email": "neema@example.com",
                        "password": .string(password),
                    ]
                )
            }
            #expect(try await signIn("Wrong-2026").status == 401)
            let refused = try await signIn(TestCampus.password)
            #expect(refused.status == 403 && refused.code == "account_not_verified")
            let id = try #require(registered.json["user_id"])
            let code = JSON.string(try await campus.code(to: Self.number))
            #expect(try await verify(campus, ["user_id": id, "otp": code]).status == 200)
            #expect(try await signIn(TestCampus.password).status == 200)
        }
    }

    @Test("Codes are in the reader's language", arguments: [("fr", "est votre code"), ("sw", "ni msimbo wako")])
    func languages(locale: String, words: String) async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account(phone: Self.number, locale: locale)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            _ = try await campus.code(to: Self.number)
            #expect(campus.texts.bodies(to: Self.number).first?.contains(words) == true)
        }
    }
}
