package import Logging
package import Postgres
package import Values

/// Work that reaches outside the database or takes long: a mail, an SMS, a PDF, an export.
///
/// A job runs at least once. A process that dies in the middle leaves it to another one, so doing it twice must do no
/// harm: pass the job's id on as the idempotency key of whatever it calls. Its members are stored and outlive
/// releases.
package protocol Job: Codable, Sendable {
    /// The service and what to do: `notification.send_mail`. Never changed once released.
    static var name: String { get }
    /// After so many attempts it is parked for an operator. With the worker's pauses (1 s, doubling to 5 min) 8
    /// attempts span two minutes, 20 span an hour.
    static var maximumAttempts: Int { get }
    /// How long after the death of its process another one takes over.
    static var lease: Duration { get }
    /// Whether its members must not outlive it: they are emptied when it is done, and also when it is parked, after
    /// which it cannot be redriven.
    static var isSecret: Bool { get }
}

extension Job {
    package static var maximumAttempts: Int { 8 }
    package static var lease: Duration { .seconds(30) }
    package static var isSecret: Bool { false }
}

/// One attempt at a job.
package struct JobRun: Sendable {
    package let tenant: TenantID
    package let jobID: JobID
    /// 1 the first time.
    package let attempt: Int
    /// Whether a failure now parks the job.
    package let isLastAttempt: Bool
    package let database: Database
    package let logger: Logger
}

/// Thrown by a job that no other attempt can save: it is parked at once.
package struct PermanentJobFailure: Error {
    package init() {}
}
