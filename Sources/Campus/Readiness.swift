import Cache
import Endpoints
import Postgres
import Synchronization
import Telemetry

/// Whether requests should come here: the database answers, and the process is not on its way out.
struct Readiness: Sendable {
    let database: Database
    let cache: Cache
    let draining: Draining

    func check() async -> Health {
        if draining.hasBegun { return Health(checks: [HealthCheck("accepting", .fail, detail: "shutting down")]) }
        let isUp = await database.isHealthy(within: .milliseconds(500))
        let checks = [HealthCheck("accepting", .pass), HealthCheck("database", isUp ? .pass : .fail)]
        return Health(checks: checks + [cache.health].compactMap { $0 })
    }
}

/// Set once, when the process begins to end.
final class Draining: Sendable {
    private let begun = Atomic<Bool>(false)

    var hasBegun: Bool { begun.load(ordering: .relaxed) }

    func begin() { begun.store(true, ordering: .relaxed) }
}
