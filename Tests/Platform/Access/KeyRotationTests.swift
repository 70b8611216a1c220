import Access
import Foundation
import Testing
import Values

@Suite("Key rotation", .timeLimit(.minutes(15)))
struct KeyRotationTests {
    private let now = TokenForge.now

    private func refusal(_ verifier: TokenVerifier, _ token: String, at now: Date) -> TokenRefusal? {
        do {
            _ = try verifier.verify(token, at: now)
            return nil
        } catch { return error }
    }

    @Test("Over a rotation no valid token is refused, and the old key ends with its last token")
    func rotation() throws {
        let (old, new) = (SigningKey(), SigningKey())
        let ring = KeyRing(KeySet(signing: old))
        let (signer, verifier) = (TokenSigner(ring), TokenVerifier(ring, revocations: Revocations()))
        let before = try signer.issue(to: TokenForge.identity, at: now).text
        ring.update { $0.announce(new.verificationKey) }
        #expect(ring.keys.jsonWebKeySet(at: now)["keys"]?.array?.count == 2)
        ring.update { $0.rotate(to: new, at: now, tokenLifetime: .seconds(900)) }
        let after = try signer.issue(to: TokenForge.identity, at: now).text
        for seconds in [0.0, 450, 899] {
            #expect(refusal(verifier, before, at: now.addingTimeInterval(seconds)) == nil)
            #expect(refusal(verifier, after, at: now.addingTimeInterval(seconds)) == nil)
        }
        let later = now.addingTimeInterval(961)
        #expect(refusal(verifier, before, at: later) == .unknownKey)
        #expect(ring.keys.jsonWebKeySet(at: later)["keys"]?[0]?["kid"]?.string == new.id)
        ring.update { $0.removeExpired(at: later) }
        #expect(ring.keys.key(old.id, at: now) == nil)
    }

    @Test("A stolen key's tokens are refused at once, remembered ones too")
    func removal() throws {
        let ring = KeyRing(KeySet(signing: SigningKey()))
        let (signer, verifier) = (TokenSigner(ring), TokenVerifier(ring, revocations: Revocations()))
        let token = try signer.issue(to: TokenForge.identity, at: now).text
        #expect(refusal(verifier, token, at: now) == nil)
        let id = try #require(ring.keys.signing?.id)
        ring.update { $0.remove(id) }
        #expect(refusal(verifier, token, at: now) == .unknownKey)
        #expect(throws: InvalidKey.self) { try signer.issue(to: TokenForge.identity, at: now) }
    }

    @Test("A key stored by its seed is the same key, and verifies in a process that has only the public half")
    func storage() throws {
        let key = SigningKey()
        let restored = try SigningKey(seed: try #require(key.seed))
        #expect(restored.id == key.id)
        let token = try TokenSigner(KeyRing(KeySet(signing: restored))).issue(to: TokenForge.identity, at: now).text
        let x = try #require(key.verificationKey.jsonWebKey?["x"]?.string)
        let published = try VerificationKey(publicKey: try #require(Base64URL.bytes(x.utf8)))
        let verifier = TokenVerifier(
            KeyRing(KeySet(signing: nil, verifying: [published])),
            revocations: Revocations()
        )
        #expect(try verifier.verify(token, at: now).identity == TokenForge.identity)
        #expect(throws: InvalidKey.self) { try SigningKey(seed: [1, 2, 3]) }
        #expect(throws: InvalidKey.self) { try VerificationKey(publicKey: [1, 2, 3]) }
    }

    @Test("The published set holds Ed25519 keys as RFC 8037 writes them, named by their thumbprint")
    func published() throws {
        // RFC 8037 appendix A.1 to A.3.
        let seed = try #require(Base64URL.bytes("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".utf8))
        let keys = KeySet(signing: try SigningKey(seed: seed))
        #expect(
            keys.jsonWebKeySet(at: now) == [
                "keys": [
                    [
                        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                        "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "use": "sig", "alg": "EdDSA",
                    ]
                ]
            ]
        )
    }

    @Test("A shared secret signs what the old systems verify, and is never published")
    func sharedSecret() throws {
        let secret = "a secret of more than thirty-two bytes"
        let ring = KeyRing(KeySet(signing: try SigningKey(sharedSecret: secret)))
        var identity = TokenForge.identity
        (identity.username, identity.email) = ("teacher", "wanjiku@sunrise.example.com")
        let token = try TokenSigner(ring).issue(to: identity, at: now).text
        let parts = token.split(separator: ".").map { Base64URL.bytes($0.utf8) ?? [] }
        let (header, claims) = (try JSON(parsing: parts[0]), try JSON(parsing: parts[1]))
        #expect(header["alg"] == "HS256")
        #expect(claims["type"] == "access")
        #expect(claims["aud"] == nil)
        #expect(claims["username"] == "teacher" && claims["email"] == "wanjiku@sunrise.example.com")
        #expect(ring.keys.jsonWebKeySet(at: now) == ["keys": []])
        let verifier = TokenVerifier(ring, revocations: Revocations())
        #expect(try verifier.verify(token, at: now).identity == identity)
        #expect(throws: InvalidKey.self) { try SigningKey(sharedSecret: "short") }
    }

    @Test("HS256 is accepted only where a secret is configured, and then next to Ed25519")
    func bothAlgorithms() throws {
        let shared = try SigningKey(sharedSecret: "a secret of more than thirty-two bytes")
        let token = try TokenSigner(KeyRing(KeySet(signing: shared))).issue(to: TokenForge.identity, at: now).text
        let own = SigningKey()
        let closed = TokenVerifier(KeyRing(KeySet(signing: own)), revocations: Revocations())
        #expect(refusal(closed, token, at: now) == .unknownKey)
        let both = KeyRing(KeySet(signing: own, verifying: [shared.verificationKey]))
        let open = TokenVerifier(both, revocations: Revocations())
        #expect(refusal(open, token, at: now) == nil)
        #expect(refusal(open, try TokenSigner(both).issue(to: TokenForge.identity, at: now).text, at: now) == nil)
    }
}
