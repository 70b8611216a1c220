import Access
import AuthService
import Endpoints
import FoundationEssentials
import Postgres

/// Keys, tokens and passwords, as the services of one process share them.
struct IdentityParts: Sendable {
    let keys: KeyRing
    let signer: TokenSigner
    let verifier: TokenVerifier
    let apiKeys: APIKeyVerifier
    let revocations = Revocations()
    let hasher: PasswordHasher
    let clock: @Sendable () -> Date

    init(_ parts: Campus.Parts) async throws {
        let store = Self.keyStore(parts)
        let apiKeys = APIKeyStore(parts.database)
        try self.init(
            keys: KeyRing(try await store.load(at: parts.clock())),
            findAPIKey: { try await apiKeys.holder(of: $0, at: $1) },
            clock: parts.clock
        )
    }

    /// Where this process hears what others revoke, and of new keys.
    func feed(_ parts: Campus.Parts) -> RevocationFeed {
        RevocationFeed(
            database: parts.database,
            revocations: revocations,
            keys: (ring: keys, store: Self.keyStore(parts)),
            clock: clock,
            logger: parts.logger
        )
    }

    private static func keyStore(_ parts: Campus.Parts) -> KeyStore {
        KeyStore(database: parts.database, sharedSecret: parts.settings.accessSecret)
    }

    /// With keys that are known already.
    init(
        keys: KeyRing,
        findAPIKey: @escaping APIKeyVerifier.Find = { _, _ in nil },
        clock: @escaping @Sendable () -> Date
    ) throws {
        self.keys = keys
        signer = TokenSigner(keys)
        verifier = TokenVerifier(keys, revocations: revocations)
        apiKeys = APIKeyVerifier(revocations: revocations, find: findAPIKey)
        hasher = try PasswordHasher()
        self.clock = clock
    }

    /// After so long without news of revocations, sensitive operations are refused.
    private static let patience = Duration.seconds(30)

    /// How every service turns a bearer token or an API key into its principal.
    var authenticate: ServiceRuntime.Authenticate {
        { [verifier, apiKeys, clock] token, isSensitive in
            let (now, revocations) = (clock(), verifier.revocations)
            if isSensitive, !revocations.isCurrent(within: Self.patience, at: now) {
                throw Problem.unavailable("Nobody can say now who was signed out.", code: "revocations_unknown")
            }
            do {
                guard APIKey.names(token) else { return try verifier.verify(token, at: now) }
                return try await apiKeys.verify(token, at: now)
            } catch let refusal as TokenRefusal {
                throw Problem.invalidToken(refusal)
            }
        }
    }
}
