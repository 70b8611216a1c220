import FoundationEssentials
import Synchronization
import Testing
import Values

@testable import Access

@Suite("API keys", .timeLimit(.minutes(5)))
struct APIKeyTests {
    /// Whose keys there are, and how often somebody asked.
    private final class Holders: Sendable {
        let revocations = Revocations()
        let lookups = Mutex(0)
        let holders = Mutex<[APIKey: UserID]>([:])

        func verifier(capacity: Int = 1_000) -> APIKeyVerifier {
            APIKeyVerifier(revocations: revocations, cacheCapacity: capacity) { [self] key, now in
                lookups.withLock { $0 += 1 }
                guard let user = holders.withLock({ $0[key] }) else { return nil }
                return Principal(
                    Identity(
                        userID: user,
                        tenantID: TenantID(),
                        role: .student,
                        sessionID: SessionID(key.id.uuid)
                    ),
                    issuedAt: now,
                    expiresAt: now.addingTimeInterval(900),
                    apiKeyScopes: [.chat]
                )
            }
        }

        func give(_ key: APIKey) -> UserID {
            let user = UserID()
            holders.withLock { $0[key] = user }
            return user
        }
    }

    private let now = Date(timeIntervalSince1970: 1_795_000_000)

    @Test("A key reads as it was written; any changed character, spelling or length makes it none")
    func text() throws {
        let key = APIKey()
        #expect(APIKey(shown: key.text) == key)
        #expect(key.text.hasPrefix(key.id.keyPrefix) && key.digest.count == 32)
        let characters = Array(key.text)
        for index in characters.indices {
            var changed = characters
            changed[index] = changed[index] == "A" ? "B" : "A"
            #expect(APIKey(shown: String(changed)) == nil)
        }
        for text in ["", "ely_", key.text + "A", String(key.text.dropLast()), key.text + "=", " " + key.text] {
            #expect(APIKey(shown: text) == nil)
        }
    }

    @Test("A key is looked up once a second, however often it is shown, and never when it is none")
    func lookups() async throws {
        let (holders, key) = (Holders(), APIKey())
        let (user, verifier) = (holders.give(key), holders.verifier())
        for step in 0..<10 {
            let principal = try await verifier.verify(key.text, at: now.addingTimeInterval(Double(step) * 0.099))
            #expect(principal.userID == user)
        }
        #expect(holders.lookups.withLock { $0 } == 1)
        _ = try await verifier.verify(key.text, at: now.addingTimeInterval(1.01))
        #expect(holders.lookups.withLock { $0 } == 2)
        await #expect(throws: TokenRefusal.malformed) { try await verifier.verify("ely_made-up", at: now) }
        #expect(holders.lookups.withLock { $0 } == 2)
    }

    @Test("What is revoked is refused at once, and a key outlives what its owner's sessions do not")
    func revoked() async throws {
        let (holders, key) = (Holders(), APIKey())
        let (user, verifier) = (holders.give(key), holders.verifier())
        _ = try await verifier.verify(key.text, at: now)
        // A new password: looked up anew, and as good as before.
        let later = now.addingTimeInterval(0.5)
        holders.revocations.revoke(user: user, before: later, at: later)
        _ = try await verifier.verify(key.text, at: later)
        #expect(holders.lookups.withLock { $0 } == 2)
        holders.revocations.revoke(session: SessionID(key.id.uuid), at: later)
        await #expect(throws: TokenRefusal.revoked) { try await verifier.verify(key.text, at: later) }
    }

    @Test("A key opens what declares one of its scopes; an access token opens everything")
    func scopes() {
        let identity = Identity(userID: UserID(), tenantID: TenantID(), role: .admin, sessionID: SessionID())
        let end = now.addingTimeInterval(900)
        let token = Principal(identity, issuedAt: now, expiresAt: end)
        let key = Principal(identity, issuedAt: now, expiresAt: end, apiKeyScopes: [.chat])
        let unknown = Principal(identity, issuedAt: now, expiresAt: end, apiKeyScopes: [])
        #expect(token.opens(nil) && token.opens(.chat))
        #expect(!key.opens(nil) && key.opens(.chat))
        #expect(!unknown.opens(nil) && !unknown.opens(.chat))
    }
}
