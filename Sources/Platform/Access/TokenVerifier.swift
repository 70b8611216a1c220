package import FoundationEssentials

/// Turns access tokens into principals, or refuses them.
package final class TokenVerifier: Sendable {
    /// How far apart the clocks of two machines may be, in seconds.
    package static let clockTolerance: TimeInterval = 60

    /// What was taken back; tell it of every logout, ban and change of password or role.
    package let revocations: Revocations
    private let ring: KeyRing
    private let cache: VerifiedTokenCache

    package init(_ ring: KeyRing, revocations: Revocations, cacheCapacity: Int = 10_000) {
        self.ring = ring
        self.revocations = revocations
        cache = VerifiedTokenCache(capacity: cacheCapacity)
    }

    /// Who holds this token. Costs well under a microsecond for a token seen before.
    package func verify(_ token: String, at now: Date = Date()) throws(TokenRefusal) -> Principal {
        guard token.utf8.count <= CompactToken.maximumLength else { throw .tooLong }
        // Read before the keys are: if they change meanwhile, what is stored below counts as old.
        let generation = ring.generation
        if let principal = cache.principal(token, at: now, generation: generation) {
            guard !revocations.covers(principal) else { throw .revoked }
            return principal
        }
        let (principal, end) = try verifyAnew(token, at: now)
        cache.insert(token, principal, until: end, generation: generation)
        guard !revocations.covers(principal) else { throw .revoked }
        return principal
    }

    /// How many tokens are remembered.
    package var cachedTokens: Int { cache.count }

    /// The principal, and until when that answer stands.
    private func verifyAnew(_ text: String, at now: Date) throws(TokenRefusal) -> (Principal, Date) {
        let token = try CompactToken(text)
        guard token.algorithm.lowercased() != "none" else { throw .wrongAlgorithm }
        guard let key = ring.keys.key(token.keyID, at: now) else { throw .unknownKey }
        guard token.algorithm == key.algorithm.rawValue else { throw .wrongAlgorithm }
        guard key.isValid(token.signature, for: token.signed) else { throw .badSignature }
        guard token.type == AccessClaims.mediaType else { throw .wrongType }
        let claims = try AccessClaims(token.claims(), algorithm: key.algorithm)
        let principal = claims.principal
        guard principal.expiresAt > now else { throw .expired }
        let validFrom = max(principal.issuedAt, claims.notBefore ?? .distantPast)
        guard validFrom <= now.addingTimeInterval(Self.clockTolerance) else { throw .notYetValid }
        let lifetime = principal.expiresAt.timeIntervalSince(principal.issuedAt)
        guard lifetime <= revocations.tokenLifetime / .seconds(1) else { throw .badClaims }
        return (principal, min(principal.expiresAt, key.acceptedUntil ?? .distantFuture))
    }
}
