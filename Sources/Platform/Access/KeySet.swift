package import FoundationEssentials
package import Values

/// The keys of an installation: one that signs, and all whose tokens are accepted.
package struct KeySet: Sendable {
    /// Signs new tokens; `nil` in a process that only verifies.
    package private(set) var signing: SigningKey?
    private var verifying: [String: VerificationKey] = [:]

    package init(signing: SigningKey?, verifying others: [VerificationKey] = []) {
        self.signing = signing
        for key in others { verifying[key.id] = key }
        if let signing { verifying[signing.id] = signing.verificationKey }
    }

    /// The key of that name, unless its time is over.
    package func key(_ id: String, at now: Date) -> VerificationKey? {
        guard let key = verifying[id] else { return nil }
        if let end = key.acceptedUntil, end <= now { return nil }
        return key
    }

    /// Accepts and publishes a key before anything is signed with it, so that every verifier knows it in time.
    package mutating func announce(_ key: VerificationKey) { verifying[key.id] = verifying[key.id] ?? key }

    /// Signs with `next` from now on. The key before stays accepted until the last token it signed has expired.
    package mutating func rotate(to next: SigningKey, at now: Date, tokenLifetime: Duration) {
        let last = now.addingTimeInterval(tokenLifetime / .seconds(1) + TokenVerifier.clockTolerance)
        if let id = signing?.id, id != next.id { verifying[id]?.acceptedUntil = last }
        verifying[next.id] = next.verificationKey
        signing = next
    }

    /// Refuses a key's tokens at once: it was stolen, or its time is over.
    package mutating func remove(_ id: String) {
        verifying[id] = nil
        if signing?.id == id { signing = nil }
    }

    /// Forgets keys whose time is over.
    package mutating func removeExpired(at now: Date) {
        verifying = verifying.filter { $0.value.acceptedUntil.map { $0 > now } ?? true }
    }

    /// The public keys as a JWK Set (RFC 7517 §5); shared secrets are never in it.
    package func jsonWebKeySet(at now: Date) -> JSON {
        let keys = verifying.values.filter { key(String($0.id), at: now) != nil }.sorted { $0.id < $1.id }
        return ["keys": .array(keys.compactMap(\.jsonWebKey))]
    }
}
