import Access
import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import FoundationEssentials
import Logging
import Postgres
import Synchronization
import TestKit
import Testing
import Values

@testable import AuthService

@Suite("What processes tell each other", .serialized, .timeLimit(.minutes(15)))
struct RevocationFeedTests {
    /// The time, some seconds ahead.
    private final class Clock: Sendable {
        private let ahead = Mutex<TimeInterval>(0)
        var now: Date { Date().addingTimeInterval(ahead.withLock { $0 }) }
        func advance(by seconds: TimeInterval) { ahead.withLock { $0 += seconds } }
    }

    /// Another process on the same database, whose clock the test moves.
    private final class Process: Sendable {
        let ring: KeyRing
        let verifier: TokenVerifier
        let feed: RevocationFeed
        private let clock = Clock()

        init(_ database: Database) async throws {
            let store = KeyStore(database: database)
            ring = KeyRing(try await store.load())
            let revocations = Revocations()
            verifier = TokenVerifier(ring, revocations: revocations)
            feed = RevocationFeed(
                database: database,
                revocations: revocations,
                keys: (ring: ring, store: store),
                clock: { [clock] in clock.now },
                logger: .quiet
            )
            try await feed.look()
        }

        var now: Date { clock.now }

        func advance(by seconds: TimeInterval) { clock.advance(by: seconds) }

        func accepts(_ token: String?) -> Bool { (try? verifier.verify(token ?? "", at: now)) != nil }

        func token(for person: Person) throws -> String {
            let identity = Identity(
                userID: person.id,
                tenantID: person.school.id,
                role: .student,
                sessionID: SessionID()
            )
            return try TokenSigner(ring).issue(to: identity, at: now).text
        }

        /// Looks as the running feed does, until the answer is yes.
        func hears(within limit: Duration = .seconds(2), _ isTrue: @Sendable (Process) -> Bool) async -> Bool {
            let (feed, deadline) = (feed, ContinuousClock.now + limit)
            return await withTaskGroup(of: Void.self) { group in
                group.addTask { await feed.run() }
                defer { group.cancelAll() }
                while ContinuousClock.now < deadline {
                    if isTrue(self) { return true }
                    try? await Task.sleep(for: .milliseconds(5))
                }
                return false
            }
        }
    }

    @Test("Another process refuses within two seconds what was signed out, banned or suspended here")
    func elsewhere() async throws {
        try await TestCampus.run { campus in
            let other = try await Process(campus.database)
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            #expect(other.accepts(session.accessToken))
            _ = try await zuri.client(session).post("/api/auth/logout", [:])
            #expect(await other.hears { !$0.accepts(session.accessToken) })

            let (admin, amina) = (try await campus.admin(), try await campus.student())
            let token = amina.client.token
            #expect(other.accepts(token))
            _ = try await admin.patch("/api/auth/users/\(amina.id)", ["status": "suspended"])
            #expect(await other.hears { !$0.accepts(token) })

            let root = try await campus.person("Platform Administrator", .superAdmin, in: .second)
            let school = "/api/auth/tenants/\(admin.school.id)"
            #expect(other.accepts(admin.client.token))
            _ = try await root.patch(school, ["status": "suspended"])
            #expect(await other.hears { !$0.accepts(admin.client.token) })
            #expect(other.accepts(root.client.token))
            _ = try await root.patch(school, ["status": "active"])
            #expect(await other.hears { $0.accepts(admin.client.token) })
        }
    }

    @Test("A process that starts later knows what ended before")
    func restart() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            _ = try await zuri.client(session).post("/api/auth/logout", [:])
            let later = try await Process(campus.database)
            #expect(!later.accepts(session.accessToken))
        }
    }

    @Test("What commits late is heard, although later rows were read before")
    func commitOrder() async throws {
        try await TestCampus.run { campus in
            let other = try await Process(campus.database)
            let (slow, fast) = (try await campus.student("Slow"), try await campus.student("Fast"))
            let tenant = slow.school.id
            async let late: Int = campus.database.tenant(tenant) { transaction in
                try transaction.end(.all(of: slow.id), in: tenant, because: .revoked, at: Date())
                return try transaction.execute("select pg_sleep(1)")
            }
            try await Task.sleep(for: .milliseconds(300))
            try await campus.database.tenant(tenant) { transaction in
                try transaction.end(.all(of: fast.id), in: tenant, because: .revoked, at: Date())
            }
            try await other.feed.look()
            #expect(!other.accepts(fast.client.token))
            #expect(other.accepts(slow.client.token))
            _ = try await late
            try await other.feed.look()
            #expect(!other.accepts(slow.client.token))
        }
    }

    @Test("What is rolled back takes nothing back")
    func rolledBack() async throws {
        try await TestCampus.run { campus in
            let other = try await Process(campus.database)
            let amina = try await campus.student()
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await campus.database.tenant(amina.school.id) { transaction in
                    try transaction.end(.all(of: amina.id), in: amina.school.id, because: .revoked, at: Date())
                    throw Undone()
                }
            }
            try await other.feed.look()
            #expect(other.accepts(amina.client.token))
            #expect(try await amina.get("/api/auth/me").status == 200)
        }
    }

    @Test("Over a rotation two processes accept each other's tokens at every moment, and the old key ends")
    func rotation() async throws {
        try await TestCampus.run { campus in
            let (one, two) = (try await Process(campus.database), try await Process(campus.database))
            let amina = try await campus.student()
            let old = try #require(one.ring.keys.signing?.id)
            let rotation = try #require(try await campus.campus.administration.rotateKeys(atOnce: false))
            var tokens: [String] = []
            // From the rotation to the end of the old key, 20 s at a time; one process is always a look behind.
            for step in 0..<80 {
                for (signing, verifying) in [(one, two), (two, one)] {
                    try await signing.feed.look()
                    tokens.append(try signing.token(for: amina))
                    for token in tokens.suffix(86) {
                        #expect(verifying.accepts(token), "step \(step)")
                        #expect(signing.accepts(token), "step \(step)")
                    }
                    signing.advance(by: 20)
                }
                tokens = Array(tokens.suffix(86))
            }
            #expect(one.ring.keys.signing?.id == rotation.id)
            try await one.feed.look()
            #expect(one.ring.keys.key(old, at: one.now) == nil)
            #expect(one.ring.keys.jsonWebKeySet(at: one.now)["keys"]?.array?.count == 1)
        }
    }

    @Test("A new key is published before it signs; a stolen one is refused everywhere at once")
    func stolen() async throws {
        try await TestCampus.run { campus in
            let other = try await Process(campus.database)
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let administration = campus.campus.administration
            let next = try #require(try await administration.rotateKeys(atOnce: false))
            try await campus.eventually {
                let keys = try await campus.anonymous.get("/.well-known/jwks.json").json["keys"]?.array ?? []
                return keys.contains { $0["kid"]?.string == next.id } && keys.count == 2
            }
            #expect(other.accepts(session.accessToken))
            let replaced = try #require(try await administration.rotateKeys(atOnce: true))
            #expect(await other.hears { !$0.accepts(session.accessToken) })
            try await campus.eventually { try await zuri.client(session).get("/api/auth/me").status == 401 }
            let refreshed = try await campus.refresh(session.refreshToken)
            #expect(other.accepts(refreshed.accessToken))
            #expect(try await zuri.client(refreshed).get("/api/auth/me").status == 200)
            let keys = try await campus.anonymous.get("/.well-known/jwks.json").json["keys"]?.array ?? []
            #expect(keys.map { $0["kid"]?.string } == [replaced.id])
        }
    }

    @Test("Without news for half a minute administrators are turned away, and others are not")
    func stale() async throws {
        try await TestCampus.run { campus in
            let (admin, amina) = (try await campus.admin(), try await campus.student())
            #expect(try await admin.get("/api/auth/users").status == 200)
            // The feed cannot read: its table is out of reach for everybody.
            let administrator = campus.administrator
            try await Maintenance(administrator).run(
                """
                begin; set local role elymica_owner;
                alter table auth.revocations rename to revocations_away; commit
                """
            )
            try await Task.sleep(for: .seconds(32))
            let refused = try await admin.get("/api/auth/users")
            #expect(refused.status == 503 && refused.code == "revocations_unknown")
            #expect(try await amina.get("/api/auth/me").status == 200)
            try await Maintenance(administrator).run(
                """
                begin; set local role elymica_owner;
                alter table auth.revocations_away rename to revocations; commit
                """
            )
            try await campus.eventually { try await admin.get("/api/auth/users").status == 200 }
        }
    }
}
