package import Access
package import FoundationEssentials
package import Postgres

/// The installation's signing keys, kept in the database so that every process signs and verifies with the same ones.
///
/// A key signs from `signs_from` on, until a later one does; before, it is only published. `accepted_until` ends it.
package struct KeyStore: Sendable {
    let database: Database
    let sharedSecret: String?

    /// With a secret shared with other verifiers (`JWT_ACCESS_SECRET`) tokens are signed and verified with it alone,
    /// as HS256.
    package init(database: Database, sharedSecret: String? = nil) {
        (self.database, self.sharedSecret) = (database, sharedSecret)
    }

    /// The keys as they are now; the first process of an installation makes the first one.
    ///
    /// A shared secret is often the one of an existing system, so 16 bytes are enough; throws `InvalidKey` for less.
    package func load(at now: Date = Date()) async throws -> KeySet {
        if let sharedSecret {
            return KeySet(signing: try SigningKey(sharedSecret: sharedSecret, minimumBytes: 16))
        }
        let stored = try await storedKeys(at: now)
        let keys = stored.contains(where: \.signs) ? stored : try await makeFirst(at: now)
        return try Self.keySet(of: keys)
    }

    /// What the keys are made of right now, to be compared with what it was.
    func state(at now: Date) async throws -> String {
        guard sharedSecret == nil else { return "" }
        return try await database.platform(reason: "see whether the signing keys changed").value(
            """
            select string_agg(concat_ws(' ', id, signs_from <= \(now), accepted_until), ',' order by id)
            from auth.signing_keys
            where accepted_until is null or accepted_until > \(now)
            """
        ) ?? ""
    }

    private struct StoredKey: Decodable, Sendable {
        var seed: [UInt8]
        var signs: Bool
        var acceptedUntil: Date?
    }

    private func storedKeys(at now: Date) async throws -> [StoredKey] {
        try await database.platform(reason: "load the signing keys").all(
            """
            select seed, signs_from <= \(now) as signs, accepted_until
            from auth.signing_keys
            where accepted_until is null or accepted_until > \(now)
            order by signs_from desc, id
            """
        )
    }

    /// Processes that start together agree on one key: the lock lets one make it, and the others find it. It signs from
    /// a day ago on, so that they do even when their clocks are behind.
    private func makeFirst(at now: Date) async throws -> [StoredKey] {
        let key = SigningKey()
        guard let seed = key.seed else { throw InvalidKey("a new key has no seed") }
        try await database.platform(reason: "make the first signing key") { transaction in
            try transaction.execute("select pg_advisory_xact_lock(hashtextextended('auth.signing_keys', 0))")
            try transaction.execute(
                """
                insert into auth.signing_keys (id, seed, signs_from)
                select \(key.id), \(seed), \(now) - interval '1 day'
                where not exists (select from auth.signing_keys where signs_from <= \(now)
                    and (accepted_until is null or accepted_until > \(now)))
                """
            )
        }
        return try await storedKeys(at: now)
    }

    private static func keySet(of stored: [StoredKey]) throws -> KeySet {
        var signing: SigningKey?
        var others: [VerificationKey] = []
        for row in stored {
            let key = try SigningKey(seed: row.seed)
            if signing == nil, row.signs {
                signing = key
            } else {
                var other = key.verificationKey
                other.acceptedUntil = row.acceptedUntil
                others.append(other)
            }
        }
        return KeySet(signing: signing, verifying: others)
    }
}
