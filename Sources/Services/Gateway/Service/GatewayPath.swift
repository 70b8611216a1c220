/// Brings the paths that clients really send to the ones that services know (contract sections 0.3 and 1.0).
///
/// The portals' default settings double prefixes (`/api/enrollment/api/enrollment/…`, `/api/api/analytics/…`), and the
/// content host answers under `/api`.
enum GatewayPath {
    /// The target, query included, as the service should see it; `nil` for one with `.` or `..` segments, which would
    /// mean another path to whoever resolves them.
    static func normalized(_ target: String) -> String? {
        let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? target.endIndex
        guard mayChange(target[..<end].utf8) else { return target }
        var segments = target[..<end].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !segments.contains(where: isDots) else { return nil }
        // segments[0] is what stands before the first slash: nothing.
        while segments.count > 3, segments[1] == "api", segments[2] == "api" { segments.remove(at: 1) }
        if segments.count > 4, segments[1] == "api", segments[3] == "api", Self.doubled.contains(segments[2]) {
            segments.removeSubrange(1...2)
        }
        if segments.count > 2, segments[1] == "api", Self.bare.contains(segments[2]) { segments.remove(at: 1) }
        return segments.joined(separator: "/") + target[end...]
    }

    /// Whether a path has what is changed or refused below: `/api` twice, `/api` before a path that services know bare,
    /// or a segment of dots. Looked for by bytes, because every request passes.
    private static func mayChange(_ path: Substring.UTF8View) -> Bool {
        var segment = path.startIndex
        var isAfterAPI = false
        var apis = 0
        while segment < path.endIndex {
            let end = path[segment...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            let text = path[segment..<end]
            if text.first == UInt8(ascii: ".") || text.first == UInt8(ascii: "%") { return true }
            if isAfterAPI, bare.contains(where: { text.elementsEqual($0.utf8) }) { return true }
            isAfterAPI = text.elementsEqual("api".utf8)
            if isAfterAPI { apis += 1 }
            if apis > 1 { return true }
            segment = end < path.endIndex ? path.index(after: end) : end
        }
        return false
    }

    /// `.` or `..`, written out or percent-encoded.
    private static func isDots(_ segment: String) -> Bool {
        guard let first = segment.utf8.first, first == UInt8(ascii: ".") || first == UInt8(ascii: "%") else {
            return false
        }
        return [".", ".."].contains(segment.lowercased().replacing("%2e", with: "."))
    }

    /// Services whose base URL in the clients ends in a prefix that their paths repeat.
    private static let doubled: Set<String> = ["enrollment", "analytics", "content"]
    /// Paths that services know without `/api`.
    private static let bare: Set<String> = ["courses", "lessons", "modules"]
}
