import AuthAPI
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Failing to sign in", .serialized, .timeLimit(.minutes(15)))
struct LockoutTests {
    @Test("Five failures close an account to the right password, too, for a quarter of an hour")
    func lock() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            for _ in 1...5 { #expect(try await zuri.signIn(password: "Wrong-2026").status == 401) }
            let locked = try await zuri.signIn()
            #expect(locked.status == 429)
            #expect(locked.code == "account_locked")
            #expect(locked.json["error"]?.string == "Invalid credentials")
            let wait = try #require(locked.headers[.retryAfter].flatMap(Int.init))
            #expect((890...900).contains(wait))
            try await zuri.wait(890)
            #expect(try await zuri.signIn().status == 429)
            try await zuri.wait(20)
            #expect(try await zuri.signIn().status == 200)
            #expect(try await zuri.audited().suffix(3) == ["sign_in_locked", "sign_in_locked", "signed_in"])
        }
    }

    @Test("Address and username share one count, and a success clears it")
    func oneCount() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account(username: "zuri")
            let byUsername: JSON = [
                "tenant_subdomain": "sunrise-academy", "username": "zuri", "password": "Wrong-2026",
            ]
            for _ in 1...2 {
                _ = try await zuri.signIn(password: "Wrong-2026")
                _ = try await campus.anonymous.post("/api/auth/login", byUsername)
            }
            #expect(try await zuri.signIn().status == 200)
            for _ in 1...4 { _ = try await zuri.signIn(password: "Wrong-2026") }
            #expect(try await campus.anonymous.post("/api/auth/login", byUsername).status == 401)
            #expect(try await campus.anonymous.post("/api/auth/login", byUsername).status == 429)
        }
    }

    @Test("A name that nobody has is closed as well, so that nobody learns which exist")
    func unknownName() async throws {
        try await TestCampus.run { campus in
            let body: JSON = [
                "tenant_subdomain": "sunrise-academy", "email": "nobody@sunrise.example.com", "password": "Wrong-2026",
            ]
            var statuses: [Int] = []
            for _ in 1...6 { statuses.append(try await campus.anonymous.post("/api/auth/login", body).status) }
            #expect(statuses == [401, 401, 401, 401, 401, 429])
        }
    }

    @Test("The same address in another school stays open")
    func otherSchool() async throws {
        try await TestCampus.run { campus in
            let here = try await campus.account("zuri@example.com")
            let there = try await campus.account("zuri@example.com", in: .second)
            for _ in 1...6 { _ = try await here.signIn(password: "Wrong-2026") }
            #expect(try await here.signIn().status == 429)
            #expect(try await there.signIn().status == 200)
        }
    }

    @Test("Whoever guesses from elsewhere does not lock out the owner on a device they used before")
    func knownDevice() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            func signIn(_ agent: String, _ password: String = TestCampus.password) async throws -> Int {
                let body: JSON = [
                    "tenant_subdomain": "sunrise-academy", "email": .string(zuri.user.email.text),
                    "password": .string(password),
                ]
                return try await campus.anonymous.post("/api/auth/login", body, headers: ["User-Agent": agent]).status
            }
            let (phone, stranger) = ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0", "curl/8.0")
            #expect(try await signIn(phone) == 200)
            for _ in 1...5 { #expect(try await signIn(stranger, "Wrong-2026") == 401) }
            #expect(try await signIn(stranger) == 429)
            #expect(try await signIn(phone) == 200)
            #expect(try await signIn(stranger) == 429, "that the owner is in opens nothing to others")
            // The device has a count of its own.
            for _ in 1...5 { #expect(try await signIn(phone, "Wrong-2026") == 401) }
            #expect(try await signIn(phone) == 429)
            #expect(try await campus.admin().post("/api/auth/users/\(zuri.user.id)/unlock").status == 200)
            for device in [phone, stranger] { #expect(try await signIn(device) == 200) }
        }
    }

    @Test("However many guesses are made at once, the account closes")
    func parallelGuesses() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<40 {
                    group.addTask { try await zuri.signIn(password: "Wrong-\(2026 + number)").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(statuses).isSubset(of: [401, 429]))
            #expect(try await zuri.signIn().status == 429)
        }
    }

    @Test("Ten devices that sign in at once all get in")
    func parallelDevices() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { try await zuri.signIn().status } }
                for try await status in group { #expect(status == 200) }
            }
        }
    }
}
