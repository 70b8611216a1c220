import Crypto
package import FoundationEssentials
package import Values

/// A key that verifies access tokens.
package struct VerificationKey: Sendable {
    /// Names the key in a token's header and in the published key set.
    package let id: String
    /// From when on its tokens are refused: the end of a rotation. `nil` while the key is in use.
    package var acceptedUntil: Date?
    private let material: Material

    enum Material: Sendable {
        case edDSA(Curve25519.Signing.PublicKey)
        case hs256(SymmetricKey)
    }

    init(id: String, material: Material) {
        self.id = id
        self.material = material
    }

    /// An Ed25519 key from its 32 public bytes, named by its thumbprint.
    package init(publicKey bytes: some Collection<UInt8>, acceptedUntil: Date? = nil) throws(InvalidKey) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Array(bytes)) else {
            throw InvalidKey("an Ed25519 public key has 32 bytes")
        }
        id = JSONWebKey.thumbprint(of: key)
        material = .edDSA(key)
        self.acceptedUntil = acceptedUntil
    }

    /// The one algorithm this key is for.
    package var algorithm: SignatureAlgorithm {
        switch material {
        case .edDSA: .edDSA
        case .hs256: .hs256
        }
    }

    /// The key as a JSON Web Key (RFC 7517, RFC 8037); `nil` for a shared secret, which is never published.
    package var jsonWebKey: JSON? {
        guard case .edDSA(let key) = material else { return nil }
        return JSONWebKey.json(of: key, id: id)
    }

    func isValid(_ signature: [UInt8], for message: some Collection<UInt8>) -> Bool {
        let message = Array(message)
        return switch material {
        case .edDSA(let key): key.isValidSignature(signature, for: message)
        // Compared in constant time by the library.
        case .hs256(let key): HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: message, using: key)
        }
    }
}

/// The public JSON form of Ed25519 keys.
enum JSONWebKey {
    static func json(of key: Curve25519.Signing.PublicKey, id: String) -> JSON {
        [
            "kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.text(key.rawRepresentation)), "kid": .string(id),
            "use": "sig", "alg": "EdDSA",
        ]
    }

    /// RFC 7638: SHA-256 of the required members in lexicographic order, without white space.
    static func thumbprint(of key: Curve25519.Signing.PublicKey) -> String {
        let x = Base64URL.text(key.rawRepresentation)
        let canonical = #"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#
        return Base64URL.text(Array(SHA256.hash(data: Array(canonical.utf8))))
    }
}
