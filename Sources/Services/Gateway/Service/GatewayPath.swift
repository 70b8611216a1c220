/// Brings the paths that clients really send to the ones that services know (contract sections 0.3 and 1.0).
///
/// The portals' default settings double prefixes (`/api/enrollment/api/enrollment/…`, `/api/api/analytics/…`), and the
/// content host answers under `/api`.
enum GatewayPath {
    /// The target, query included, as the service should see it; `nil` for one with `.` or `..` segments, which would
    /// mean another path to whoever resolves them.
    static func normalized(_ target: String) -> String? {
        let end = target.firstIndex { $0 == "?" || $0 == "#" } ?? target.endIndex
        var segments = target[..<end].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !segments.contains("."), !segments.contains("..") else { return nil }
        // segments[0] is what stands before the first slash: nothing.
        while segments.count > 3, segments[1] == "api", segments[2] == "api" { segments.remove(at: 1) }
        if segments.count > 4, segments[1] == "api", segments[3] == "api", Self.doubled.contains(segments[2]) {
            segments.removeSubrange(1...2)
        }
        if segments.count > 2, segments[1] == "api", Self.bare.contains(segments[2]) { segments.remove(at: 1) }
        return segments.joined(separator: "/") + target[end...]
    }

    /// Services whose base URL in the clients ends in a prefix that their paths repeat.
    private static let doubled: Set<String> = ["enrollment", "analytics", "content"]
    /// Paths that services know without `/api`.
    private static let bare: Set<String> = ["courses", "lessons", "modules"]
}
