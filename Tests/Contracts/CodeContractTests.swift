import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

/// Codes by text message as the typed client and the documents have them (contract sections 1.2, 1.14 and 2.5).
@Suite("Contract: codes", .timeLimit(.minutes(15)))
struct CodeContractTests {
    private static let number = "+254700000001"

    private func registered(_ campus: TestCampus) async throws -> PlatformClient.Answer {
        try await Portal(campus.anonymous).send(
            "POST",
            "/api/auth/register",
            [
                "tenant_id": .string(campus.schools[0].id.description), "email": "amina@sunrise.example.com",
                "name": "Amina Otieno", "password": .string(TestCampus.password), "phone_number": .string(Self.number),
            ]
        )
    }

    @Test("POST /api/auth/request-otp and /api/auth/login-with-otp: a code, then the body of a login; 401 and 429")
    func signIn() async throws {
        try await TestCampus.run { campus in
            _ = try await registered(campus)
            _ = try await campus.code(to: Self.number)
            let portal = Portal(campus.anonymous)
            let request: JSON = ["phone_number": .string(Self.number), "tenant_subdomain": "sunrise-academy"]
            let asked = try await portal.send("POST", "/api/auth/request-otp", request)
            #expect(WireRules.breaches(asked, .body(["message": .text])) == [])
            let tooSoon = try await portal.send("POST", "/api/auth/request-otp", request)
            #expect(WireRules.breaches(ofError: tooSoon, 429, "code_sent_recently") == [])
            #expect(tooSoon.headers[.retryAfter] != nil)

            let code = try await campus.code(to: Self.number, number: 2)
            func signIn(_ otp: String) async throws -> PlatformClient.Answer {
                try await portal.send(
                    "POST",
                    "/api/auth/login-with-otp",
                    [
                        "phone_number": .string(Self.number), "otp": .string(otp),
                        "tenant_subdomain": "sunrise-academy",
                    ]
                )
            }
            let wrong = try await signIn(code == "000000" ? "000001" : "000000")
            #expect(WireRules.breaches(ofError: wrong, 401, "invalid_code") == [])
            let login = Shape.body(Shape.tokens.merging(["user": .user, "tenant": .tenant]) { token, _ in token })
            #expect(WireRules.breaches(try await signIn(code), login) == [])
            #expect(WireRules.breaches(ofError: try await signIn(code), 401, "invalid_code") == [])
        }
    }

    @Test("POST /api/auth/verify-otp: the code of the registration sets the flag and is gone; 401 otherwise")
    func verifyOTP() async throws {
        try await TestCampus.run { campus in
            let registered = try await registered(campus)
            #expect(registered.status == 201)
            let id = try #require(registered.json["userId"])
            let code = try await campus.code(to: Self.number)
            let portal = Portal(campus.anonymous)
            let wrong: JSON = ["userId": id, "otp": .string(code == "000000" ? "000001" : "000000")]
            let refused = try await portal.send("POST", "/api/auth/verify-otp", wrong)
            #expect(WireRules.breaches(ofError: refused, 401, "invalid_code") == [])
            let right: JSON = ["userId": id, "otp": .string(code)]
            let verified = try await portal.send("POST", "/api/auth/verify-otp", right)
            let shape = Shape.body(["message": .text, "phone_verified": .exactly(true), "email_verified": .bool])
            #expect(WireRules.breaches(verified, shape) == [])
            let again = try await portal.send("POST", "/api/auth/verify-otp", right)
            #expect(WireRules.breaches(ofError: again, 401, "invalid_code") == [])
        }
    }

    @Test("POST /api/auth/verify-phone: signed in, a code to the own number, then the number is confirmed")
    func verifyPhone() async throws {
        try await TestCampus.run { campus in
            let path = "/api/auth/verify-phone"
            let nobody = try await Portal(campus.anonymous).send("POST", path)
            #expect(WireRules.breaches(ofError: nobody, 401, "unauthorized") == [])
            let portal = Portal(try await campus.student())
            #expect(WireRules.breaches(ofError: try await portal.send("POST", path), 422, "invalid_value") == [])
            let sent = Shape.body([
                "message": .text, "phone_number": .exactly(.string(Self.number)), "phone_verified": .exactly(false),
            ])
            let asked = try await portal.send("POST", path, ["phone_number": .string(Self.number)])
            #expect(WireRules.breaches(asked, sent) == [])
            let code = try await campus.code(to: Self.number)
            let confirmed = Shape.body([
                "message": .text, "phone_number": .exactly(.string(Self.number)), "phone_verified": .exactly(true),
            ])
            let answer = try await portal.send("POST", path, ["otp": .string(code)])
            #expect(WireRules.breaches(answer, confirmed) == [])
        }
    }

    @Test("The text message service answers at its paths, to administrators")
    func textMessages() async throws {
        try await TestCampus.run { campus in
            let admin = Portal(try await campus.admin())
            let list = try await admin.send("GET", "/api/sms/messages")
            #expect(WireRules.breaches(list, .body(["messages": .list(.text), "total": .number])) == [])
            let costs = try await admin.send("GET", "/api/sms/costs")
            #expect(WireRules.breaches(costs, .body(["month": .text, "costs": .list(.text), "sent": .number])) == [])
            let student = Portal(try await campus.student())
            let refused = try await student.send("GET", "/api/sms/messages")
            #expect(WireRules.breaches(ofError: refused, 403, "forbidden") == [])
        }
    }
}
