import CampusTestKit
import Endpoints
import Postgres
import Values

extension TestCampus {
    /// Asks for a code to sign in with.
    func requestOTP(_ number: String, school: String = "sunrise-academy") async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/request-otp",
            ["phone_number": .string(number), "tenant_subdomain": .string(school)]
        )
    }

    /// Signs in with a code.
    func signIn(
        _ number: String,
        otp: String,
        school: String = "sunrise-academy"
    ) async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/login-with-otp",
            ["phone_number": .string(number), "otp": .string(otp), "tenant_subdomain": .string(school)]
        )
    }

    /// The same as one of a thousand: patient, and again while the database has no connection free.
    func patientSignIn(_ number: String, otp: String) async throws -> PlatformClient.Answer {
        let body: JSON = [
            "phone_number": .string(number), "otp": .string(otp), "tenant_subdomain": "sunrise-academy",
        ]
        while true {
            let answer = try await anonymous.send(
                "POST",
                "/api/auth/login-with-otp",
                body: Array(body.compact.utf8),
                within: .seconds(120)
            )
            if answer.status != 503 { return answer }
        }
    }

    /// Moves what was asked for into the past, so that no test waits.
    func letAMinutePass() async throws {
        _ = try await database.platform(reason: "test").execute(
            "update auth.code_requests set requested_at = requested_at - interval '1 minute'"
        )
    }
}

extension JSON {
    /// The names of an object, in order.
    var names: [String] { object?.members.map(\.name) ?? [] }
}

extension Array where Element: Sendable {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
