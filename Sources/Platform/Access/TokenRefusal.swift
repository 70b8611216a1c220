/// Why an access token was refused. For logs and counters: a client learns only that it must sign in again.
package enum TokenRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Longer than any token of ours.
    case tooLong
    /// Not three parts of canonical base64url, not strict JSON, or a header with more than `alg`, `typ` and `kid`.
    case malformed
    /// No key of that name; none is ever fetched.
    case unknownKey
    /// The header names another algorithm than the key is for, `none` included.
    case wrongAlgorithm
    case badSignature
    /// Signed by us, but not an access token.
    case wrongType
    case wrongIssuer
    case wrongAudience
    /// A claim is missing or not of its type.
    case badClaims
    case expired
    case notYetValid
    /// The session ended, or everything the person had was taken back.
    case revoked
}
