import Crypto
import FoundationEssentials

/// How tokens are signed. A key has exactly one, and a token's header cannot choose another.
package enum SignatureAlgorithm: String, Sendable, Hashable {
    /// Ed25519 (RFC 8037): others can verify with the public key alone.
    case edDSA = "EdDSA"
    /// A secret shared with the other verifiers of the old systems.
    case hs256 = "HS256"
}

/// A key that signs access tokens.
package struct SigningKey: Sendable {
    /// Names the key in a token's header and in the published key set.
    package let id: String
    package let algorithm: SignatureAlgorithm
    private let material: Material

    private enum Material: Sendable {
        case edDSA(Curve25519.Signing.PrivateKey)
        case hs256(SymmetricKey)
    }

    /// A new Ed25519 key, named by its thumbprint (RFC 7638).
    package init() { self.init(Curve25519.Signing.PrivateKey()) }

    /// The Ed25519 key that was stored as its 32-byte seed.
    package init(seed: some Collection<UInt8>) throws(InvalidKey) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed)) else {
            throw InvalidKey("an Ed25519 seed has 32 bytes")
        }
        self.init(key)
    }

    /// A key shared with other verifiers (`JWT_ACCESS_SECRET`), signing with HS256.
    ///
    /// RFC 7518 §3.2 asks for at least 32 bytes; a shorter secret can be found by trying.
    package init(sharedSecret: String, minimumBytes: Int = 32) throws(InvalidKey) {
        guard sharedSecret.utf8.count >= max(1, minimumBytes) else {
            throw InvalidKey("the shared secret has fewer than \(minimumBytes) bytes")
        }
        id = Self.sharedID
        algorithm = .hs256
        material = .hs256(SymmetricKey(data: Array(sharedSecret.utf8)))
    }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        id = JSONWebKey.thumbprint(of: key.publicKey)
        algorithm = .edDSA
        material = .edDSA(key)
    }

    /// The 32 bytes to store an Ed25519 key by; `nil` for a shared secret, which lives in the configuration.
    package var seed: [UInt8]? {
        if case .edDSA(let key) = material { Array(key.rawRepresentation) } else { nil }
    }

    /// The key that verifies what this one signs.
    package var verificationKey: VerificationKey {
        switch material {
        case .edDSA(let key): VerificationKey(id: id, material: .edDSA(key.publicKey))
        case .hs256(let key): VerificationKey(id: id, material: .hs256(key))
        }
    }

    func signature(for message: [UInt8]) throws -> [UInt8] {
        switch material {
        case .edDSA(let key): Array(try key.signature(for: message))
        case .hs256(let key): Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
        }
    }

    /// A key for another purpose than tokens, that whoever holds this one can make as well.
    func derived(for purpose: String) -> SymmetricKey {
        let secret: SymmetricKey =
            switch material {
            case .edDSA(let key): SymmetricKey(data: key.rawRepresentation)
            case .hs256(let key): key
            }
        return SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data("elymica/\(purpose)".utf8), using: secret))
    }

    private static let sharedID = "shared"
}

/// Why something is not a key.
package struct InvalidKey: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
