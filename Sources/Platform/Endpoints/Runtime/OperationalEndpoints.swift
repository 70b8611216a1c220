package import Access
package import Telemetry
import Values

/// Whether the process lives; touches nothing, so that a database that hiccups does not make every process restart.
package struct GetLiveness: Endpoint {
    package static let route = Route.get("/livez", "Whether the process lives.")
    package static let access = Access.anyone
    package struct Response: Codable, Sendable { package var status: String }
    package init() {}
}

/// Whether requests should be sent here: database reachable, not shutting down. 503 otherwise. Migrations are applied
/// before a process listens, so that one that answers has them.
package struct GetReadiness: Endpoint {
    package static let route = Route.get("/readyz", "Whether requests should be sent here.")
    package static let access = Access.anyone
    package typealias Response = Health
    package init() {}
}

/// Who answers here, for people and monitors (contract section 1.1).
package struct GetHealth: Endpoint {
    package static let route = Route.get("/health", "Who answers here and how it is.")
    package static let access = Access.anyone
    package struct Response: Codable, Sendable {
        /// `healthy`, the word existing monitors compare with.
        package var status: String
        package var service: String
        package var version: String
        package var features: [String]?
        /// How many services the gateway leads to; only the gateway says so.
        package var services: Int?
    }
    package init() {}
}

/// What the process counts, as Prometheus text (exposition format 0.0.4).
package struct GetMetrics: DownloadEndpoint {
    package static let route = Route.get("/metrics", "What the process counts, as Prometheus text.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/plain"]
    package init() {}
}

/// The operations that every port answers.
package enum OperationalEndpoints {
    // tidy: allow parameter-count — each says what one of the four paths answers
    /// `name` is what `/health` calls the service: `auth-service`, `api-gateway`.
    package static func operations(
        name: String,
        version: String,
        features: [String]? = nil,
        services: Int? = nil,
        readiness: @escaping @Sendable () async -> Health,
        metrics: @escaping @Sendable () async -> String
    ) -> [Operation] {
        [
            Operation(GetLiveness.self) { _, _ in GetLiveness.Response(status: "ok") },
            Operation(GetReadiness.self) { _, _ in
                let health = await readiness()
                guard health.isReady else {
                    let failing = health.checks.filter { $0.status == .fail }.map(\.name).joined(separator: ", ")
                    throw Problem.unavailable("Not ready: \(failing).", code: "not_ready")
                }
                return health
            },
            Operation(GetHealth.self) { _, _ in
                let health = await readiness()
                return GetHealth.Response(
                    status: health.isReady ? "healthy" : "unhealthy",
                    service: name,
                    version: version,
                    features: features,
                    services: services
                )
            },
            Operation(GetMetrics.self) { _, _ in
                Download(mediaType: "text/plain; version=0.0.4; charset=utf-8", bytes: Array(await metrics().utf8))
            },
        ]
    }
}
