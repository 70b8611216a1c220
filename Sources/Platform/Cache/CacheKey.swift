package import Values

/// What something is kept under. A key names the school it belongs to, so that no school finds another's.
package struct CacheKey: Hashable, Sendable {
    let text: String

    /// Something of a school: `CacheKey(school, "roster", course)`.
    package init(_ tenant: TenantID, _ words: String...) {
        text = "elymica:\(tenant):" + words.joined(separator: ":")
    }

    /// Something that belongs to no school.
    package static func platform(_ words: String...) -> CacheKey {
        CacheKey(text: "elymica:platform:" + words.joined(separator: ":"))
    }

    private init(text: String) { self.text = text }
}
