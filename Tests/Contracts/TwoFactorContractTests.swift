import Campus
import CampusTestKit
import Endpoints
import Testing
import Values

/// The row “2FA enrol, challenge, recovery” of contract section 1.2.
@Suite("Contract: second factor", .timeLimit(.minutes(15)))
struct TwoFactorContractTests {
    private static let password: JSON = .string(TestCampus.password)

    /// Signs in and sets an authenticator app up; the app and who is signed in.
    private func enrolled(_ campus: TestCampus) async throws -> (app: Authenticator, portal: Portal, codes: [String]) {
        _ = try await campus.register()
        var client = campus.anonymous
        client.token = try await campus.signIn().json["access_token"]?.string
        let portal = Portal(client, origin: "https://admin.elymica.com")
        let begun = try await portal.send("POST", "/api/auth/two-factor/enroll", ["password": Self.password])
        #expect(
            WireRules.breaches(begun, exactly: ["secret": .text, "otpauth_uri": .text, "qr_code": .text]) == []
        )
        let app = try Authenticator(secret: #require(begun.json["secret"]?.string))
        let confirmed = try await portal.send(
            "POST",
            "/api/auth/two-factor/confirm",
            ["code": .string(app.code(-1))]
        )
        #expect(WireRules.breaches(confirmed, exactly: ["recovery_codes": .list(.text)]) == [])
        let codes = (confirmed.json["recovery_codes"]?.array ?? []).compactMap(\.string)
        #expect(codes.count == 10)
        return (app, portal, codes)
    }

    private func challenge(_ campus: TestCampus) async throws -> JSON {
        let refused = try await campus.signIn()
        #expect(WireRules.breaches(ofError: refused, 403, "two_factor_required") == [])
        #expect(refused.json["expires_in"] == "300")
        return try #require(refused.json["challenge_token"])
    }

    @Test("Enrol, be challenged at sign-in, show a code once, or a recovery code")
    func signIn() async throws {
        try await TestCampus.run { campus in
            let (app, _, codes) = try await enrolled(campus)
            func verify(_ code: String) async throws -> PlatformClient.Answer {
                try await Portal(campus.anonymous).send(
                    "POST",
                    "/api/auth/two-factor/verify",
                    ["challenge_token": try await challenge(campus), "code": .string(code)]
                )
            }
            let login = Shape.tokens.merging(["user": .user, "tenant": .tenant]) { token, _ in token }
            let code = app.code()
            #expect(WireRules.breaches(try await verify(code), exactly: login) == [])
            #expect(WireRules.breaches(ofError: try await verify(code), 401, "invalid_code") == [])
            #expect(WireRules.breaches(try await verify(codes[0]), exactly: login) == [])
            #expect(WireRules.breaches(ofError: try await verify(codes[0]), 401, "invalid_code") == [])
            let forged = try await Portal(campus.anonymous).send(
                "POST",
                "/api/auth/two-factor/verify",
                ["challenge_token": "ch1.forged", "code": "000000"]
            )
            #expect(WireRules.breaches(ofError: forged, 401, "invalid_challenge") == [])
        }
    }

    @Test("State, new recovery codes, and off again by password and code")
    func manage() async throws {
        try await TestCampus.run { campus in
            let (app, portal, codes) = try await enrolled(campus)
            let state = try await portal.send("GET", "/api/auth/two-factor")
            #expect(state.json == ["success": true, "enabled": true, "recovery_codes_left": 10])
            let again = try await portal.send("POST", "/api/auth/two-factor/enroll", ["password": Self.password])
            #expect(WireRules.breaches(ofError: again, 409, "two_factor_enabled") == [])
            let made = try await portal.send(
                "POST",
                "/api/auth/two-factor/recovery-codes",
                ["code": .string(app.code())]
            )
            #expect(WireRules.breaches(made, exactly: ["recovery_codes": .list(.text)]) == [])
            let fresh = (made.json["recovery_codes"]?.array ?? []).compactMap(\.string)
            #expect(Set(fresh).isDisjoint(with: codes))
            func disable(_ password: JSON, _ code: String) async throws -> PlatformClient.Answer {
                try await portal.send(
                    "POST",
                    "/api/auth/two-factor/disable",
                    ["password": password, "code": .string(code)]
                )
            }
            #expect(
                WireRules.breaches(ofError: try await disable("Wrong-2026", fresh[0]), 422, "wrong_password") == []
            )
            #expect(WireRules.breaches(ofError: try await disable(Self.password, codes[0]), 422, "invalid_code") == [])
            let off = try await disable(Self.password, fresh[0])
            #expect(off.status == 200 && off.json == ["success": true, "message": "The second factor is off."])
            #expect(try await campus.signIn().status == 200)
            #expect(
                try await portal.send("GET", "/api/auth/two-factor").json
                    == ["success": true, "enabled": false, "recovery_codes_left": 0]
            )
        }
    }

    @Test("A school asks it of its admins; an admin takes it from somebody who lost the phone")
    func required() async throws {
        try await TestCampus.run { campus in
            let admin = Portal(try await campus.admin())
            let first = try await admin.send("PATCH", "/api/auth/tenants/current", ["admins_need_two_factor": true])
            #expect(WireRules.breaches(ofError: first, 409, "two_factor_first") == [])
            let changed = try await admin.send("PATCH", "/api/auth/tenants/current", ["name": "Sunrise"])
            let settings = Shape.exactly(
                ["self_registration": true, "verification_required": false, "admins_need_two_factor": false]
            )
            #expect(WireRules.breaches(changed, exactly: ["tenant": .tenant, "settings": settings]) == [])
            _ = try await enrolled(campus)
            let users = try await admin.send("GET", "/api/auth/users?search=amina@sunrise")
            let id = try #require(users.json["users"]?[0]?["id"]?.string)
            let reset = try await admin.send("DELETE", "/api/auth/users/\(id)/two-factor")
            #expect(
                reset.json == ["success": true, "message": "Amina Otieno signs in without a second factor."],
                "\(reset.text)"
            )
            #expect(try await campus.signIn().status == 200)
        }
    }
}
