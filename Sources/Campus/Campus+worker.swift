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
            schedules: [IdempotencySchema.forgetting] + sweeping + services.flatMap { $0.definition.schedules },
            logger: parts.logger
        )
    }

    /// Files are swept where they are taken: the directory of a process that takes none may be another machine's.
    private var sweeping: [Schedule] {
        let takeFiles: Set = ["chat", "assignment"]
        return services.contains { takeFiles.contains($0.identity.name) } ? files.schedules : []
    }
}
