import Access
import Crypto
import Foundation
import Testing
import Values

@Suite("Access tokens", .timeLimit(.minutes(15)))
struct TokenVerifierTests {
    private let forge: TokenForge
    private let ring: KeyRing
    private let verifier: TokenVerifier
    private let now = TokenForge.now

    init() throws {
        forge = try TokenForge()
        ring = KeyRing(KeySet(signing: forge.signing))
        verifier = TokenVerifier(ring, revocations: Revocations())
    }

    private func refusal(_ token: String, at now: Date? = nil) -> TokenRefusal? {
        do {
            _ = try verifier.verify(token, at: now ?? self.now)
            return nil
        } catch { return error }
    }

    @Test("A token says who holds it, until it expires")
    func roundTrip() throws {
        let issued = try TokenSigner(ring).issue(to: TokenForge.identity, at: now)
        let principal = try verifier.verify(issued.text, at: now)
        #expect(principal == issued.principal)
        #expect(principal.identity == TokenForge.identity)
        #expect(principal.issuedAt == now)
        #expect(principal.expiresAt == Date(timeIntervalSince1970: 1_800_000_900))
        #expect(refusal(issued.text, at: now.addingTimeInterval(899.5)) == nil)
        #expect(refusal(issued.text, at: now.addingTimeInterval(899.75)) == .expired)
        #expect(issued.text.utf8.count < 900)
    }

    @Test("A token in the chat platform's words names the same person, and is what its other verifiers read")
    func chatForm() throws {
        var identity = TokenForge.identity
        (identity.username, identity.email) = ("wanjiku", "wanjiku@sunrise.example.com")
        let shared = try SigningKey(sharedSecret: "a secret of two systems", minimumBytes: 16)
        for key in [forge.signing, shared] {
            let ring = KeyRing(KeySet(signing: key))
            let token = try TokenSigner(ring).issue(to: identity, at: now, form: .chat).text
            #expect(try TokenVerifier(ring, revocations: Revocations()).verify(token, at: now).identity == identity)
            let payload = try #require(token.split(separator: ".").dropFirst().first)
            let claims = try JSON(parsing: #require(Base64URL.bytes(payload.utf8)))
            #expect(claims["sub"]?.string == ChatUserID(identity.userID).text)
            #expect(claims["role"] == "supervisor")
            #expect(claims["type"] == "access")
            #expect(claims["username"] == "wanjiku")
            #expect(claims["email"] == "wanjiku@sunrise.example.com")
            #expect((claims["aud"] == nil) == (key.algorithm == .hs256))
        }
    }

    @Test("The forge makes good tokens, so what is refused below is refused for its one change")
    func control() throws {
        #expect(refusal(try forge.token()) == nil)
        #expect(refusal(try forge.changed(claims: ["nbf": 1_800_000_000, "extra": ["a": 1]])) == nil)
    }

    @Test(
        "No algorithm but the key's own is accepted",
        arguments: ["none", "NONE", "nOnE", "", "HS256", "ES256", "EdDsa", "PS256"]
    )
    func algorithms(name: String) throws {
        #expect(refusal(try forge.changed(header: ["alg": name])) == .wrongAlgorithm)
        let parts = try forge.changed(header: ["alg": name]).split(separator: ".")
        #expect(refusal("\(parts[0]).\(parts[1]).") == .malformed)
    }

    @Test("A token signed with the public key as if it were a shared secret is refused")
    func keyConfusion() throws {
        let header: JSON = ["alg": "HS256", "typ": "at+jwt", "kid": .string(forge.signing.id)]
        let claims = try JSONSerialization.data(withJSONObject: forge.claims)
        let signed = Base64URL.text(try JSONWriter().bytes(header)) + "." + Base64URL.text(claims)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(signed.utf8),
            using: SymmetricKey(data: forge.key.publicKey.rawRepresentation)
        )
        #expect(refusal(signed + "." + Base64URL.text(Array(code))) == .wrongAlgorithm)
    }

    @Test(
        "A key is found by its exact name or not at all",
        arguments: ["../../dev/null", "https://evil.example/jwks", "' or 1=1 --", "", "unknown", "shared"]
    )
    func unknownKeys(id: String) throws {
        #expect(refusal(try forge.changed(header: ["kid": id])) == .unknownKey)
    }

    @Test("A header that brings keys, demands extensions or lacks a member is refused")
    func headers() throws {
        for name in ["crit", "jku", "x5u", "x5c", "jwk", "zip", "cty", "b64"] {
            #expect(refusal(try forge.changed(header: [name: "x"])) == .malformed, "\(name)")
        }
        for name in ["alg", "typ", "kid"] {
            #expect(refusal(try forge.changed(header: [name: NSNull()])) == .malformed, "\(name)")
            #expect(refusal(try forge.changed(header: [name: 7])) == .malformed, "\(name)")
        }
        #expect(refusal(try forge.changed(header: ["kid": String(repeating: "k", count: 65)])) == .malformed)
    }

    @Test("Names that stand twice are refused in header and claims")
    func duplicates() throws {
        let header = Array(#"{"alg":"EdDSA","typ":"at+jwt","kid":"\#(forge.signing.id)"}"#.utf8)
        var claims = String(decoding: try JSONSerialization.data(withJSONObject: forge.claims), as: UTF8.self)
        #expect(refusal(try forge.token(header: header, claims: Array(claims.utf8))) == nil)
        claims.insert(contentsOf: #""role":"super_admin","#, at: claims.index(after: claims.startIndex))
        #expect(refusal(try forge.token(header: header, claims: Array(claims.utf8))) == .malformed)
        let twice = Array(#"{"alg":"EdDSA","alg":"none","kid":"\#(forge.signing.id)"}"#.utf8)
        #expect(refusal(try forge.token(header: twice, claims: Array("{}".utf8))) == .malformed)
    }

    @Test("Claims of another kind of token, issuer, audience or shape are refused")
    func claims() throws {
        let cases: [(String, Any, TokenRefusal)] = [
            ("typ", "refresh", .wrongType), ("typ", NSNull(), .wrongType), ("iss", "evil", .wrongIssuer),
            ("iss", NSNull(), .wrongIssuer), ("aud", "other", .wrongAudience), ("aud", NSNull(), .wrongAudience),
            ("aud", ["elymica"], .wrongAudience), ("sub", "1", .badClaims),
            ("user_id", UserID().description, .badClaims),
            ("tenant_id", NSNull(), .badClaims), ("role", "root", .badClaims), ("role", NSNull(), .badClaims),
            ("sid", NSNull(), .badClaims), ("jti", NSNull(), .badClaims), ("iat", NSNull(), .badClaims),
            ("exp", NSNull(), .badClaims), ("exp", "1800000900", .badClaims), ("exp", 1_800_000_900.5, .badClaims),
            ("exp", -1, .badClaims), ("exp", 1_800_000_000, .badClaims), ("nbf", "soon", .badClaims),
            ("nbf", 1_800_000_061, .notYetValid), ("exp", 1_800_000_901, .badClaims),
        ]
        for (name, value, expected) in cases {
            #expect(refusal(try forge.changed(claims: [name: value])) == expected, "\(name): \(value)")
        }
        #expect(refusal(try forge.changed(header: ["typ": "JWT"])) == .wrongType)
        #expect(refusal(try forge.changed(claims: ["iat": 1_799_999_000, "exp": 1_799_999_900])) == .expired)
        #expect(refusal(try forge.changed(claims: ["iat": 1_800_000_060, "exp": 1_800_000_900])) == nil)
        #expect(refusal(try forge.changed(claims: ["iat": 1_800_000_061, "exp": 1_800_000_900])) == .notYetValid)
    }

    @Test("Any changed character makes another token, which is refused")
    func tampering() throws {
        let token = try TokenSigner(ring).issue(to: TokenForge.identity, at: now).text
        _ = try verifier.verify(token, at: now)
        let bytes = Array(token.utf8)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ ".utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = alphabet.first { $0 != bytes[index] && ($0 ^ bytes[index]) & 1 == 1 } ?? 0x41
            #expect(refusal(String(decoding: changed, as: UTF8.self)) != nil)
        }
        // The last character of 64 bytes has four unused bits: 15 other spellings of the same signature.
        for digit in alphabet where digit != bytes[bytes.endIndex - 1] {
            #expect(refusal(String(decoding: bytes.dropLast() + [digit], as: UTF8.self)) != nil)
        }
        for suffix in ["=", "==", ".", " ", "\n", "A"] { #expect(refusal(token + suffix) != nil) }
    }

    @Test("Rubbish of any size is refused quickly and never traps")
    func rubbish() throws {
        let nested = String(repeating: #"{"a":"#, count: 1000)
        for text in [
            "", ".", "..", "...", "a.b.c", "é.é.é", "e30.e30.e30", "eyJhbGciOiJub25lIn0..",
            String(repeating: "a", count: 8192),
            Base64URL.text(Array(nested.utf8)) + ".e30.AA",
        ] {
            #expect(refusal(text) == .malformed, "\(text.prefix(20))")
        }
        #expect(refusal(String(repeating: "a", count: 8193)) == .tooLong)
        #expect(refusal(String(repeating: "a", count: 1_000_000)) == .tooLong)
    }
}
