/// The token in an `Authorization` header (RFC 6750 §2.1).
enum BearerToken {
    /// `nil` for another scheme, and for more than any token of ours has.
    static func text(of authorization: String) -> String? {
        guard authorization.utf8.count <= 8 * 1024 + 7, authorization.prefix(7).lowercased() == "bearer " else {
            return nil
        }
        return String(authorization.dropFirst(7))
    }
}
