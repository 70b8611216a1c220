package import FoundationEssentials
package import Logging
package import Postgres

/// Something that is done again and again, by one process at a time however many there are.
///
/// It runs for the first time one interval after it was registered. Runs that were missed are not made up for; a run
/// that fails is repeated after a pause, at the latest when the next is due.
package struct Schedule: Sendable {
    let name: String
    let interval: Duration
    let perform: @Sendable (ScheduledRun) async throws -> Void

    /// `name` is unique in the whole program: `payment.expire_orders`. `perform` is cancelled when the worker must
    /// stop.
    package init(
        _ name: String,
        every interval: Duration,
        _ perform: @escaping @Sendable (ScheduledRun) async throws -> Void
    ) {
        self.name = name
        self.interval = max(.milliseconds(10), interval)
        self.perform = perform
    }
}

/// One run of a schedule.
package struct ScheduledRun: Sendable {
    /// When it was due, which may be a while ago.
    package let dueAt: Date
    /// When one ended well last, in whichever process; `nil` before the first.
    package let lastFinishedAt: Date?
    package let database: Database
    package let logger: Logger
}
