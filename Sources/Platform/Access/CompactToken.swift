import Values

/// A token taken apart (RFC 7515 §7.1), its signature not yet verified: nothing in it is to be believed.
struct CompactToken {
    let keyID: String
    let algorithm: String
    let type: String
    /// What the signature covers: header and payload as they came.
    let signed: ArraySlice<UInt8>
    let signature: [UInt8]
    private let payload: ArraySlice<UInt8>

    /// Longer tokens are refused unread; ours have about 500 bytes.
    static let maximumLength = 8192

    init(_ text: String) throws(TokenRefusal) {
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong }
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let signature = Base64URL.bytes(parts[2]), !signature.isEmpty else { throw .malformed }
        let header = try Self.object(parts[0])
        // Exactly the members we write. RFC 7515 lets a header bring its own key (`jwk`, `jku`, `x5u`, `x5c`) or demand
        // extensions (`crit`); none of that may be acted on, so none of it is let in.
        guard header.members.count == 3, let algorithm = header["alg"]?.string, let type = header["typ"]?.string,
            let keyID = header["kid"]?.string, keyID.utf8.count <= 64
        else { throw .malformed }
        self.keyID = keyID
        self.algorithm = algorithm
        self.type = type
        self.signature = signature
        signed = bytes[..<parts[1].endIndex]
        payload = parts[1]
    }

    /// The claims; ask only after the signature was verified.
    func claims() throws(TokenRefusal) -> JSONObject { try Self.object(payload) }

    private static func object(_ part: ArraySlice<UInt8>) throws(TokenRefusal) -> JSONObject {
        // Strict: names that stand twice, text after the document and invalid UTF-8 are refused.
        guard let bytes = Base64URL.bytes(part), let json = try? JSON(parsing: bytes, maximumDepth: 4),
            case .object(let object) = json
        else { throw .malformed }
        return object
    }
}
