package import FoundationEssentials

/// Turns personal API keys into principals, or refuses them.
///
/// A key is to revocations what a session is, with its id for the session's. What the database says of one stands for a
/// second, so that a client that asks often costs one look-up a second; a revocation counts before that is over.
package final class APIKeyVerifier: Sendable {
    /// Whom a key stands for at that instant; `nil` when it opens nothing, for whatever reason.
    package typealias Find = @Sendable (APIKey, _ now: Date) async throws -> Principal?

    private static let memory: TimeInterval = 1
    private let revocations: Revocations
    private let known: VerifiedTokenCache
    private let find: Find

    package init(revocations: Revocations, cacheCapacity: Int = 10_000, find: @escaping Find) {
        (self.revocations, self.find) = (revocations, find)
        known = VerifiedTokenCache(capacity: cacheCapacity)
    }

    /// Who holds this key.
    ///
    /// - Throws: `TokenRefusal`, and what looking it up throws.
    package func verify(_ text: String, at now: Date = Date()) async throws -> Principal {
        guard text.utf8.count == APIKey.length else { throw TokenRefusal.malformed }
        // What was taken back since is asked for anew: after a new password the key is as good as before.
        if let principal = known.principal(text, at: now, generation: 0), !revocations.covers(principal) {
            return principal
        }
        guard let key = APIKey(shown: text) else { throw TokenRefusal.malformed }
        guard let principal = try await find(key, now) else { throw TokenRefusal.unknownKey }
        guard !revocations.covers(principal) else { throw TokenRefusal.revoked }
        let end = min(principal.expiresAt, now.addingTimeInterval(Self.memory))
        known.insert(text, principal, until: end, generation: 0)
        return principal
    }
}
