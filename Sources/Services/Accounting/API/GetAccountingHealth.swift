package import Access
package import Endpoints
package import FoundationEssentials

/// That the service answers, in the words the chat platform's scripts wait for.
package struct GetAccountingHealth: Endpoint {
    package static let route = Route.get(
        "/health",
        "That the service answers.",
        dialect: .accounting,
        aliases: ["/api/health"]
    )
    package static let access = Access.anyone

    package init() {}

    package struct Response: Codable, Sendable {
        package var status: String
        package var service: String
        package var version: String
        package var timestamp: Date

        package init(at now: Date) {
            (status, service, version, timestamp) = ("ok", "accounting-service", "1.0.0", now)
        }
    }
}
