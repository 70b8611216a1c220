import Access
package import FoundationEssentials
import Postgres

/// What a rotation of the signing keys led to.
package struct KeyRotation: Sendable {
    /// The new key's id, as tokens and the published set name it.
    package let id: String
    /// When it begins to sign; it is published at once.
    package let signsFrom: Date
    /// When the keys before it are refused.
    package let othersAcceptedUntil: Date
}

extension AuthAdministration {
    /// Replaces the signing key, as `KeyStore.rotate` does.
    package func rotateKeys(atOnce: Bool) async throws -> KeyRotation? {
        try await KeyStore(database: database).rotate(atOnce: atOnce)
    }
}

extension KeyStore {
    /// Verifiers outside may keep the published keys for five minutes (`PublishingKeys`); a minute more is for clocks.
    private static let publication: TimeInterval = 360
    /// How long the last token of the key before may live, and clocks differ (`TokenVerifier.clockTolerance`).
    private static let lastToken: TimeInterval = 900 + 120

    /// Makes a new key and retires those before it; `nil` when tokens are signed with a shared secret.
    ///
    /// The new one is published now and signs when every verifier has had time to read it; the old ones are accepted
    /// until their last token has expired. With `atOnce`, for a key that was stolen, the new one signs now and the old
    /// ones are refused now: everybody's client fetches a new token. Processes hear of both within a second.
    package func rotate(atOnce: Bool = false, at now: Date = Date()) async throws -> KeyRotation? {
        guard sharedSecret == nil else { return nil }
        let key = SigningKey()
        guard let seed = key.seed else { throw InvalidKey("a new key has no seed") }
        // From a day ago on, so that processes whose clocks are behind have a key to sign with.
        let signsFrom = now.addingTimeInterval(atOnce ? -86_400 : Self.publication)
        let end = atOnce ? now : signsFrom.addingTimeInterval(Self.lastToken)
        try await database.platform(reason: "rotate the signing keys") { transaction in
            try transaction.execute("select pg_advisory_xact_lock(hashtextextended('auth.signing_keys', 0))")
            try transaction.execute(
                """
                update auth.signing_keys set accepted_until = least(accepted_until, \(end)),
                    signs_from = case when \(atOnce) then least(signs_from, \(signsFrom) - interval '1 day')
                        else signs_from end
                """
            )
            try transaction.execute(
                "insert into auth.signing_keys (id, seed, signs_from) values (\(key.id), \(seed), \(signsFrom))"
            )
            // A key that nobody accepts any more is worth nothing but to a thief.
            try transaction.execute(
                "delete from auth.signing_keys where accepted_until < \(now) - interval '1 day'"
            )
            try transaction.notify(RevocationFeed.channel)
        }
        return KeyRotation(id: key.id, signsFrom: atOnce ? now : signsFrom, othersAcceptedUntil: end)
    }
}
