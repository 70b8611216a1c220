import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import Values

@Suite("Refreshing a session", .serialized, .timeLimit(.minutes(15)))
struct RefreshTests {
    private func refused(_ answer: PlatformClient.Answer, code: String = "invalid_refresh_token") {
        #expect(answer.status == 401)
        #expect(answer.json["success"]?.bool == false)
        #expect(answer.json["error"]?.string == "Invalid or expired refresh token")
        #expect(answer.code == code)
    }

    @Test("Strict: each token works once; a replay is refused and takes nothing from the successor")
    func strict() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.refreshGrace = .zero }
        try await TestCampus.run(change) { campus in
            let zuri = try await campus.account()
            let first = try await zuri.signIn()
            let second = try await campus.refresh(first.refreshToken)
            #expect(second.status == 200)
            #expect(second.json["success"]?.bool == true)
            #expect(second.json["token_type"]?.string == "Bearer")
            #expect(second.json["expires_in"]?.string == "900")
            #expect(second.refreshToken != first.refreshToken)
            #expect(second.accessToken != first.accessToken)
            refused(try await campus.refresh(first.refreshToken))
            #expect(try await zuri.audited().last == "refresh_token_replayed")
            let third = try await campus.refresh(second.refreshToken)
            #expect(third.status == 200)
            #expect(try await zuri.client(third).get("/api/auth/me").status == 200)
            refused(try await campus.refresh(second.refreshToken))
            let rest = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await campus.refresh(third.refreshToken).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(rest.filter { $0 == 200 }.count == 1)
        }
    }

    @Test("Grace: four refreshes at once get one successor, and a lost answer can be asked for again")
    func grace() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let first = try await zuri.signIn()
            let successors = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 { group.addTask { try await campus.refresh(first.refreshToken).refreshToken } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(successors.count == 1)
            let again = try await campus.refresh(first.refreshToken)
            #expect(successors == [again.refreshToken])
            #expect(try await zuri.client(again).get("/api/auth/me").status == 200)
            try await zuri.wait(60)
            refused(try await campus.refresh(first.refreshToken), code: "refresh_token_reused")
            refused(try await campus.refresh(again.refreshToken))
            // Whose session it was is told, once.
            refused(try await campus.refresh(first.refreshToken))
            try await campus.mailed("A session of your account was ended", to: zuri.user.email.text)
            #expect(campus.mail.mails.count == 1)
        }
    }

    @Test("Fifty refreshes of one token leave exactly one chain")
    func fiftyAtOnce() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let first = try await zuri.signIn()
            let answers = try await withThrowingTaskGroup(of: PlatformClient.Answer.self) { group in
                for _ in 0..<50 { group.addTask { try await campus.refresh(first.refreshToken) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)).isSubset(of: [200, 503]))
            #expect(Set(answers.compactMap(\.refreshToken)).count == 1)
            let counter: Int? = try await campus.database.tenant(zuri.user.tenantID).value(
                "select counter from auth.sessions where user_id = \(zuri.user.id)"
            )
            #expect(counter == 1)
        }
    }

    @Test("A refresh that races with signing out never leaves a token that works")
    func racesSigningOut() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            for _ in 0..<10 {
                let session = try await zuri.signIn()
                async let refreshed = campus.refresh(session.refreshToken)
                async let ended = zuri.client(session).post("/api/auth/logout", [:])
                let (pair, done) = try await (refreshed, ended)
                #expect(done.status == 200)
                if pair.status == 200 {
                    refused(try await campus.refresh(pair.refreshToken))
                    #expect(try await zuri.client(pair).get("/api/auth/me").status == 401)
                }
            }
        }
    }

    @Test("A session that nobody refreshed for a week is over, and one of a month in any case")
    func lifetimes() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let idle = try await zuri.signIn()
            try await zuri.wait(7 * 86_400 + 1)
            refused(try await campus.refresh(idle.refreshToken))
            var token = try await zuri.signIn().refreshToken
            for _ in 1...5 {
                try await zuri.wait(6 * 86_400)
                let answer = try await campus.refresh(token)
                if answer.status == 401 { break }
                token = answer.refreshToken
            }
            refused(try await campus.refresh(token))
        }
    }

    @Test("A suspended user, a suspended school and a made-up token get nothing")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let token = try #require(session.refreshToken)
            let parts = token.split(separator: ".")
            let forgeries = [
                "", "nonsense", token + "A", "rt1.\(SessionID()).0.\(parts[3])", "rt1.\(parts[1]).1.\(parts[3])",
                String(repeating: "A", count: 100_000),
            ]
            for forgery in forgeries { refused(try await campus.refresh(forgery)) }
            let tenant = zuri.user.tenantID
            _ = try await campus.database.tenant(tenant).execute("update auth.users set status = 'suspended'")
            refused(try await campus.refresh(token))
            _ = try await campus.database.tenant(tenant).execute("update auth.users set status = 'active'")
            _ = try await campus.database.tenant(tenant).execute(
                "update auth.tenants set status = 'suspended' where id = \(tenant)"
            )
            refused(try await campus.refresh(token))
            _ = try await campus.database.tenant(tenant).execute(
                "update auth.tenants set status = 'active' where id = \(tenant)"
            )
            #expect(try await campus.refresh(token).status == 200)
        }
    }

    @Test("With a configured secret no key is stored, and the sessions from before go on")
    func configuredSecret() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.refreshSecret = "a-refresh-secret-of-32-characters" }
        try await TestCampus.run(change) { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let key: [UInt8]? = try await campus.database.tenant(zuri.user.tenantID).value(
                "select refresh_key from auth.sessions"
            )
            #expect(key == nil)
            #expect(try await campus.refresh(session.refreshToken).status == 200)
        }
    }
}
