package import Postgres

/// The schema `events`: what services announce and enqueue, for whichever process handles it. Every service writes to
/// it, in its own transactions.
package enum EventsSchema {
    package static let migrations = SchemaMigrations(
        schema: "events",
        migrations: [createEvents, createJobs, createSchedules, markSecrets],
        isShared: true
    )
}
