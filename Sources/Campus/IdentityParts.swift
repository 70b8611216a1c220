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
    let revocations = Revocations()
    let hasher: PasswordHasher
    let clock: @Sendable () -> Date

    init(_ parts: Campus.Parts) async throws {
        let store = KeyStore(database: parts.database, sharedSecret: parts.settings.accessSecret)
        try self.init(keys: KeyRing(try await store.load()), clock: parts.clock)
    }

    /// With keys that are known already.
    init(keys: KeyRing, clock: @escaping @Sendable () -> Date) throws {
        self.keys = keys
        signer = TokenSigner(keys)
        verifier = TokenVerifier(keys, revocations: revocations)
        hasher = try PasswordHasher()
        self.clock = clock
    }

    /// How every service turns a bearer token into its principal.
    var authenticate: ServiceRuntime.Authenticate {
        { [verifier, clock] token in
            do throws(TokenRefusal) {
                return try verifier.verify(token, at: clock())
            } catch {
                throw Problem.invalidToken(error)
            }
        }
    }
}
