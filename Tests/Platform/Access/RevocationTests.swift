import Access
import Foundation
import Testing
import Values

@Suite("Revocation", .timeLimit(.minutes(15)))
struct RevocationTests {
    private let now = TokenForge.now
    private let ring = KeyRing(KeySet(signing: SigningKey()))

    private func issue(_ identity: Identity = TokenForge.identity, at now: Date) throws -> String {
        try TokenSigner(ring).issue(to: identity, at: now).text
    }

    private func isAccepted(_ token: String, by verifier: TokenVerifier, at now: Date) -> Bool {
        (try? verifier.verify(token, at: now)) != nil
    }

    @Test("An ended session's token is refused at once, remembered or not, and others are not")
    func session() throws {
        let verifier = TokenVerifier(ring, revocations: Revocations())
        let remembered = try issue(at: now)
        #expect(isAccepted(remembered, by: verifier, at: now))
        verifier.revocations.revoke(session: TokenForge.identity.sessionID, at: now)
        #expect(throws: TokenRefusal.revoked) { try verifier.verify(remembered, at: now) }
        #expect(throws: TokenRefusal.revoked) { try verifier.verify(try issue(at: now), at: now) }
        var other = TokenForge.identity
        other.sessionID = SessionID()
        #expect(isAccepted(try issue(other, at: now), by: verifier, at: now))
    }

    @Test("After a new password older tokens are refused, and one issued in the same second is good")
    func user() throws {
        let verifier = TokenVerifier(ring, revocations: Revocations())
        let before = try issue(at: now.addingTimeInterval(-0.001))
        verifier.revocations.revoke(user: TokenForge.identity.userID, before: now, at: now)
        #expect(!isAccepted(before, by: verifier, at: now))
        #expect(isAccepted(try issue(at: now), by: verifier, at: now))
        // An older revocation that is heard of later takes nothing back.
        verifier.revocations.revoke(user: TokenForge.identity.userID, before: now.addingTimeInterval(-60), at: now)
        #expect(!isAccepted(before, by: verifier, at: now))
    }

    @Test("Every millisecond survives signing and verifying, so that none is refused for a rounding")
    func milliseconds() throws {
        let revocations = Revocations()
        let verifier = TokenVerifier(ring, revocations: revocations)
        for index in 0..<500 {
            let instant = now.addingTimeInterval(Double(index) * 0.001_37)
            let issued = try TokenSigner(ring).issue(to: TokenForge.identity, at: instant)
            revocations.revoke(user: TokenForge.identity.userID, before: instant, at: instant)
            #expect(try verifier.verify(issued.text, at: instant) == issued.principal)
        }
    }

    @Test("A suspended school is out, and no other")
    func tenant() throws {
        let verifier = TokenVerifier(ring, revocations: Revocations())
        let token = try issue(at: now)
        verifier.revocations.revoke(tenant: TenantID(), before: .distantFuture, at: now)
        #expect(isAccepted(token, by: verifier, at: now))
        verifier.revocations.revoke(tenant: TokenForge.identity.tenantID, before: .distantFuture, at: now)
        #expect(!isAccepted(token, by: verifier, at: now))
    }

    @Test("When there are too many to remember, everybody fetches a new token and nobody revoked stays in")
    func overflow() throws {
        let revocations = Revocations(capacity: 320)
        let verifier = TokenVerifier(ring, revocations: revocations)
        let (victim, bystander) = (try issue(at: now), try issue(at: now.addingTimeInterval(2)))
        revocations.revoke(session: TokenForge.identity.sessionID, at: now)
        for _ in 0..<5000 {
            revocations.revoke(session: SessionID(), at: now.addingTimeInterval(1))
            #expect(!isAccepted(victim, by: verifier, at: now))
        }
        var other = TokenForge.identity
        other.sessionID = SessionID()
        #expect(!isAccepted(try issue(other, at: now), by: verifier, at: now))
        #expect(isAccepted(try issue(other, at: now.addingTimeInterval(2)), by: verifier, at: now))
        _ = bystander
    }

    @Test("Sensitive work can tell that the feed of revocations is stale")
    func staleness() {
        let revocations = Revocations()
        #expect(!revocations.isCurrent(within: .seconds(30), at: now))
        revocations.confirm(upTo: now)
        revocations.confirm(upTo: now.addingTimeInterval(-100))
        #expect(revocations.isCurrent(within: .seconds(30), at: now.addingTimeInterval(30)))
        #expect(!revocations.isCurrent(within: .seconds(30), at: now.addingTimeInterval(31)))
    }

    @Test("The memory of verified tokens is bounded, and a forgotten one is verified again")
    func boundedCache() throws {
        let verifier = TokenVerifier(ring, revocations: Revocations(), cacheCapacity: 32)
        let tokens = try (0..<300).map { _ in try issue(at: now) }
        for token in tokens + tokens { #expect(isAccepted(token, by: verifier, at: now)) }
        #expect(verifier.cachedTokens <= 32 && verifier.cachedTokens > 0)
        #expect(!isAccepted(tokens[299], by: verifier, at: now.addingTimeInterval(900)))
    }

    @Test("A revocation holds while many verify at once")
    func race() async throws {
        let verifier = TokenVerifier(ring, revocations: Revocations())
        for _ in 0..<200 {
            var identity = TokenForge.identity
            identity.sessionID = SessionID()
            let (token, session) = (try issue(identity, at: now), identity.sessionID)
            await withTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try? verifier.verify(token, at: TokenForge.now) } }
                group.addTask { verifier.revocations.revoke(session: session, at: TokenForge.now) }
            }
            #expect(!isAccepted(token, by: verifier, at: now))
        }
    }
}
