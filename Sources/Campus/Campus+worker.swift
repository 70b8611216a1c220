import Endpoints
package import Events
import Files

extension Campus {
    /// What this process does apart from requests: events, jobs and schedules of its services.
    package func worker() -> EventWorker {
        EventWorker(
            database: parts.database,
            subscriptions: services.flatMap { $0.definition.subscriptions },
            jobs: services.flatMap { $0.definition.jobs },
            schedules: [IdempotencySchema.forgetting] + files.schedules + services.flatMap { $0.definition.schedules },
            logger: parts.logger
        )
    }
}
