import AuthAPI
import CampusTestKit
import Endpoints
import FoundationEssentials
import HTTPTypes
import Postgres
import Testing
import Values

@Suite("Signing in with a code", .serialized, .timeLimit(.minutes(15)))
struct CodeSignInTests {
    private static let number = "+254700000077"

    @Test("A code from a text message signs in, once, with the body of a sign-in with a password")
    func signIn() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            let asked = try await campus.requestOTP(Self.number)
            #expect(asked.status == 200)
            let code = try await campus.code(to: Self.number)
            #expect(
                campus.texts.bodies(to: Self.number) == [
                    "\(code) is your code to sign in (Sunrise Academy). Valid for 5 minutes. Never give it to anybody."
                ]
            )
            let answer = try await campus.signIn(Self.number, otp: " \(code) ")
            #expect(answer.status == 200)
            let withPassword = try await zuri.signIn()
            #expect(answer.json.names == withPassword.json.names)
            #expect(answer.json["user"] == withPassword.json["user"])
            #expect(answer.json["tenant"] == withPassword.json["tenant"])
            let me = try await zuri.client(answer).get("/api/auth/me")
            #expect(me.json["user"]?["id"]?.string == zuri.user.id.description)
            #expect(try await campus.refresh(answer.refreshToken).status == 200)
            let again = try await campus.signIn(Self.number, otp: code)
            #expect(again.status == 401 && again.code == "invalid_code")
            #expect(
                try await zuri.audited() == ["user_created", "code_sent", "signed_in", "signed_in", "code_refused"]
            )
        }
    }

    @Test("Known, unknown and shared numbers, and unknown schools, are answered alike")
    func uniform() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account(phone: Self.number)
            _ = try await campus.account("one@sunrise.example.com", phone: "+254700000078")
            _ = try await campus.account("two@sunrise.example.com", phone: "+254700000078")
            let numbers = [Self.number, "+254700000078", "+254700000079"]
            var answers = try await numbers.asyncMap { try await campus.requestOTP($0) }
            answers.append(try await campus.requestOTP(Self.number, school: "no-such-school"))
            for answer in answers {
                #expect(answer.status == 200)
                #expect(
                    answer.json == [
                        "success": true, "message": "If this number has an account, a code is on its way to it.",
                    ]
                )
                #expect(answer.headers.map(\.name) == answers[0].headers.map(\.name))
            }
            let code = try await campus.code(to: Self.number)
            let wrong = code == "000000" ? "000001" : "000000"
            let tries = [
                (Self.number, wrong, "sunrise-academy"), ("+254700000078", code, "sunrise-academy"),
                ("+254700000079", code, "sunrise-academy"), (Self.number, code, "no-such-school"),
                (Self.number, code, "lagoon-college"), (Self.number, "not a code", "sunrise-academy"),
                (Self.number, "", "sunrise-academy"),
            ]
            for (number, otp, school) in tries {
                let answer = try await campus.signIn(number, otp: otp, school: school)
                #expect(answer.status == 401 && answer.code == "invalid_code", "\(number) \(otp) \(school)")
                #expect(answer.json["error"]?.string == "The code is wrong or has expired.")
            }
            #expect(campus.texts.lines.count == 1)
            #expect(try await campus.signIn(Self.number, otp: code).status == 200)
        }
    }

    @Test(
        "Another code within a minute is refused for every number, with the time to wait; a later one kills the first"
    )
    func resend() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account(phone: Self.number)
            for number in [Self.number, "+254700000079"] {
                #expect(try await campus.requestOTP(number).status == 200)
                let refused = try await campus.requestOTP(number)
                #expect(refused.status == 429 && refused.code == "code_sent_recently")
                let wait = try #require(refused.headers[.retryAfter].flatMap(Int.init))
                #expect((50...60).contains(wait))
            }
            let first = try await campus.code(to: Self.number)
            try await campus.letAMinutePass()
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let second = try await campus.code(to: Self.number, number: 2)
            if first != second { #expect(try await campus.signIn(Self.number, otp: first).status == 401) }
            #expect(try await campus.signIn(Self.number, otp: second).status == 200)
        }
    }

    @Test("Of many requests for one number at once, one sends a code")
    func resendRace() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account(phone: Self.number)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await campus.requestOTP(Self.number).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 429 }.count == 19)
        }
    }

    @Test("After five wrong guesses the right code is worth nothing; after ten in an hour so is the next one")
    func tries() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account(phone: Self.number)
            for round in 1...2 {
                #expect(try await campus.requestOTP(Self.number).status == 200)
                let code = try await campus.code(to: Self.number, number: round)
                let wrong = code == "000000" ? "000001" : "000000"
                for _ in 0..<5 { #expect(try await campus.signIn(Self.number, otp: wrong).status == 401) }
                #expect(try await campus.signIn(Self.number, otp: code).status == 401)
                try await campus.letAMinutePass()
            }
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let third = try await campus.code(to: Self.number, number: 3)
            #expect(try await campus.signIn(Self.number, otp: third).status == 401, "the hour's tries are used up")
            _ = try await campus.database.platform(reason: "test").execute(
                "update auth.code_tries set tried_at = array(select at - interval '1 hour' from unnest(tried_at) at)"
            )
            #expect(try await campus.signIn(Self.number, otp: third).status == 200)
        }
    }

    @Test("A thousand guesses at once: five are looked at")
    func race() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let code = try await campus.code(to: Self.number)
            let wrong = (0..<1001).map { String(900_000 + $0) }.filter { $0 != code }
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                // As many at once as the client has connections for, until all were tried.
                for start in 0..<50 {
                    group.addTask {
                        var statuses: [Int] = []
                        for index in stride(from: start, to: 1000, by: 50) {
                            statuses.append(try await campus.patientSignIn(Self.number, otp: wrong[index]).status)
                        }
                        return statuses
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            // Most are more than an address may fail with in a minute.
            #expect(statuses.count == 1000 && Set(statuses).isSubset(of: [401, 429]))
            struct Counted: Decodable, Equatable, Sendable {
                var attempts: Int
                var looked: Int
            }
            let counted: Counted? = try await campus.database.tenant(zuri.user.tenantID).first(
                """
                select code.attempts, cardinality(tries.tried_at) as looked
                from auth.codes code join auth.code_tries tries on tries.user_id = code.user_id
                """
            )
            #expect(counted == Counted(attempts: 5, looked: 5))
            #expect([401, 429].contains(try await campus.signIn(Self.number, otp: code).status))
        }
    }

    @Test("A code is good for five minutes, and is stored as a digest")
    func expiry() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let code = try await campus.code(to: Self.number)
            let tenant = zuri.user.tenantID
            let stored: String? = try await campus.database.tenant(tenant).value("select c::text from auth.codes c")
            #expect(stored?.contains(code) == false)
            let life: Double? = try await campus.database.tenant(tenant).value(
                "select extract(epoch from expires_at - now())::float8 from auth.codes"
            )
            #expect((290...300).contains(life ?? 0))
            _ = try await campus.database.tenant(tenant).execute(
                "update auth.codes set expires_at = expires_at - interval '5 minutes'"
            )
            #expect(try await campus.signIn(Self.number, otp: code).status == 401)
        }
    }

    @Test("A number that one has confirmed and another only claims is the first one's")
    func confirmedFirst() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            #expect(try await campus.requestOTP(Self.number).status == 200)
            #expect(try await campus.signIn(Self.number, otp: campus.code(to: Self.number)).status == 200)
            _ = try await campus.account("thief@sunrise.example.com", phone: Self.number)
            try await campus.letAMinutePass()
            #expect(try await campus.requestOTP(Self.number).status == 200)
            let answer = try await campus.signIn(Self.number, otp: campus.code(to: Self.number, number: 2))
            #expect(answer.json["user"]?["id"]?.string == zuri.user.id.description)
        }
    }

    @Test("Whoever may not sign in gets no code")
    func suspended() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(phone: Self.number)
            let tenant = zuri.user.tenantID
            _ = try await campus.database.tenant(tenant).execute("update auth.users set status = 'suspended'")
            #expect(try await campus.requestOTP(Self.number).status == 200)
            try await campus.eventually {
                try await campus.database.tenant(tenant).value(
                    "select count(*) from auth.audit_log where action = 'code_requested'"
                ) == 1
            }
            #expect(campus.texts.lines.isEmpty)
        }
    }

    @Test("Without a number, or with one that is none, the request is refused by name")
    func badInput() async throws {
        try await TestCampus.run { campus in
            let path = "/api/auth/request-otp"
            let school: JSON = "sunrise-academy"
            let without = try await campus.anonymous.post(path, ["tenant_subdomain": school])
            #expect(without.fields == ["phone_number"])
            for number in ["0700000077", "+0700000077", "+25470000007x", "+", ""] {
                let body: JSON = ["tenant_subdomain": school, "phone_number": .string(number)]
                let refused = try await campus.anonymous.post(path, body)
                #expect(refused.fields == ["phone_number"], "\(number)")
            }
            let spaced: JSON = ["tenant_subdomain": school, "phone_number": "+254 (700) 000-077"]
            #expect(try await campus.anonymous.post(path, spaced).status == 200)
        }
    }
}
