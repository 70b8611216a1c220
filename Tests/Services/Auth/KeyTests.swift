import Access
import AuthService
import Campus
import CampusTestKit
import Endpoints
import FoundationEssentials
import HTTPTypes
import Postgres
import TestKit
import Testing
import Values

@Suite("Signing keys", .serialized, .timeLimit(.minutes(15)))
struct KeyTests {
    @Test("The published key is the one that tokens name, at both addresses, and its private half is not published")
    func published() async throws {
        try await TestCampus.run { campus in
            let session = try await campus.account().signIn()
            let token = try #require(session.accessToken)
            let header = try JSON(parsing: #require(Base64URL.bytes(token.prefix { $0 != "." }.utf8)))
            for path in ["/.well-known/jwks.json", "/api/auth/.well-known/jwks.json"] {
                let answer = try await campus.anonymous.get(path)
                #expect(answer.status == 200)
                let keys = try #require(answer.json["keys"]?.array)
                #expect(keys.count == 1)
                #expect(keys[0]["kid"] == header["kid"])
                #expect(keys[0]["kty"]?.string == "OKP")
                #expect(keys[0]["alg"] == header["alg"])
                #expect(keys[0]["d"] == nil)
            }
        }
    }

    @Test("Processes that start together on an empty database agree on one key")
    func firstKey() async throws {
        try await withDatabase([AuthService.schema]) { database in
            let identifiers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await KeyStore(database: database).load().signing?.id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(identifiers.count == 1)
            #expect(identifiers.first != .some(nil))
        }
    }

    @Test("A key that is to sign later is published now; one that was replaced is accepted until its end")
    func rotation() async throws {
        try await withDatabase([AuthService.schema]) { database in
            let store = KeyStore(database: database)
            let now = Date()
            let first = try #require(try await store.load(at: now).signing)
            let next = SigningKey()
            try await database.platform(reason: "rotate keys in a test").execute(
                """
                insert into auth.signing_keys (id, seed, signs_from)
                values (\(next.id), \(next.seed), \(now.addingTimeInterval(600)))
                """
            )
            let announced = try await store.load(at: now)
            #expect(announced.signing?.id == first.id)
            #expect(announced.key(next.id, at: now) != nil)
            try await database.platform(reason: "rotate keys in a test").execute(
                "update auth.signing_keys set accepted_until = \(now.addingTimeInterval(1500)) where id = \(first.id)"
            )
            let later = now.addingTimeInterval(700)
            let rotated = try await store.load(at: later)
            #expect(rotated.signing?.id == next.id)
            #expect(rotated.key(first.id, at: later) != nil)
            #expect(rotated.key(first.id, at: now.addingTimeInterval(1501)) == nil)
        }
    }

    @Test("With a shared secret tokens are HS256 and nothing is published")
    func sharedSecret() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.accessSecret = "an-access-secret-of-32-characters" }
        try await TestCampus.run(change) { campus in
            let zuri = try await campus.account()
            let session = try await zuri.signIn()
            let token = try #require(session.accessToken)
            let header = try JSON(parsing: #require(Base64URL.bytes(token.prefix { $0 != "." }.utf8)))
            #expect(header["alg"]?.string == "HS256")
            #expect(try await zuri.client(session).get("/api/auth/me").status == 200)
            #expect(try await campus.anonymous.get("/.well-known/jwks.json").json["keys"]?.array == [])
        }
    }
}
