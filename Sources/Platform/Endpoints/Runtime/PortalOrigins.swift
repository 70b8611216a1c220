import HTTPTypes

/// The portals that browsers load from, by origin.
///
/// A browser that comes from one of them without a token gets 403 `session_not_ready` instead of 401: the portals ask
/// before their session has loaded and try again a second later, while a 401 would send the user to the login page.
package struct PortalOrigins: Sendable {
    private let origins: Set<String>
    /// Any port of this machine, for development.
    private let allowsLoopback: Bool

    /// The origins of the deployed portals (contract section 2.9).
    package static let deployed: [String] =
        ["student", "parent", "teacher"].flatMap { portal in
            [
                "https://\(portal).elymica.com", "https://\(portal)-staging.elymica.com",
                "https://\(portal)-preview.elymica.com", "https://elymica-\(portal)-portal.pages.dev",
            ]
        }

    package init(_ origins: [String] = deployed, allowsLoopback: Bool = false) {
        self.origins = Set(origins.map { $0.lowercased() })
        self.allowsLoopback = allowsLoopback
    }

    /// Whether a page of that origin may call us.
    package func contains(_ origin: String) -> Bool {
        let origin = origin.lowercased()
        if origins.contains(origin) { return true }
        guard allowsLoopback else { return false }
        return ["http://localhost:", "http://127.0.0.1:"].contains { prefix in
            origin.hasPrefix(prefix) && UInt16(origin.dropFirst(prefix.count)) != nil
        }
    }

    /// The refusal of a request that came without a token. The edge marks requests of an allowed origin.
    static func refusal(for headers: HTTPFields) -> Problem {
        var problem =
            headers[.portalOrigin] == nil
            ? Problem.unauthorized() : .forbidden("The session is not ready yet.", code: "session_not_ready")
        problem.refusal = .noToken
        return problem
    }
}
