import Crypto
import FoundationEssentials
package import Values

extension Noun {
    package enum APIKey {}
}

package typealias APIKeyID = Identifier<Noun.APIKey>

/// What a personal API key opens, of all that its owner may do.
package enum APIKeyScope: String, Codable, CaseIterable, Hashable, Sendable {
    /// Asking the tutor, and seeing whom one may ask.
    case chat
}

/// A personal API key as its owner holds it: `ely_` and 40 bytes in base64url, which are its id, a secret of 160 bits,
/// and a checksum of both.
///
/// The database has the SHA-256 of the secret only; a secret this long needs no salt and no slow hash. By the checksum
/// what was mistyped or made up is refused unasked, and scanners of public code tell a key from what looks like one.
package struct APIKey: Hashable, Sendable {
    package let id: APIKeyID
    private let secret: [UInt8]

    /// A new one, from the system's cryptographic generator.
    package init() {
        id = APIKeyID()
        secret = (0..<Self.secretBytes).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// One that somebody shows; `nil` unless it is written exactly as `text` writes it.
    package init?(shown text: String) {
        guard Self.names(text), text.utf8.count == Self.length,
            let bytes = Base64URL.bytes(text.utf8.dropFirst(Self.mark.utf8.count)),
            bytes.count == 16 + Self.secretBytes + Self.checksumBytes
        else { return nil }
        let known = Array(bytes.dropLast(Self.checksumBytes))
        guard Self.checksum(of: known) == Array(bytes.suffix(Self.checksumBytes)) else { return nil }
        id = APIKeyID(UUID(uuid: known.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }))
        secret = Array(known.dropFirst(16))
    }

    /// Whether a bearer token says that it is a key.
    package static func names(_ token: String) -> Bool { token.utf8.starts(with: mark.utf8) }

    /// What its owner is shown, once. Never to be logged.
    package var text: String {
        let known = id.bytes + secret
        return Self.mark + Base64URL.text(known + Self.checksum(of: known))
    }

    /// What is stored of the secret and looked up.
    package var digest: [UInt8] { Array(SHA256.hash(data: secret)) }

    private static func checksum(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes).prefix(checksumBytes)) }

    /// How many bytes a key's text has.
    static let length = 58

    private static let mark = "ely_"
    private static let secretBytes = 20
    private static let checksumBytes = 4
}

extension Identifier where Subject == Noun.APIKey {
    /// How the key begins that has this id: by it an owner tells keys apart.
    package var keyPrefix: String { "ely_" + Base64URL.text(bytes).prefix(12) }
}
