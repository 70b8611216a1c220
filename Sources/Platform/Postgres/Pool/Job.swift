import Synchronization

/// Work for one connection, done on the connection's thread, which hands the result to the waiting task itself.
final class Job: Sendable {
    /// How an attempt ended.
    enum Outcome { case finished, again }

    let deadline: ContinuousClock.Instant
    let isCancelled = Atomic<Bool>(false)
    private let isRepeated = Atomic<Bool>(false)
    private let work: @Sendable (Connection, Job) -> Outcome
    private let fail: @Sendable (any Error) -> Void

    /// `work` and `fail` resume the waiting task; whoever takes the job off the queue calls exactly one of them.
    init(
        deadline: ContinuousClock.Instant,
        work: @escaping @Sendable (Connection, Job) -> Outcome,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        (self.deadline, self.work, self.fail) = (deadline, work, fail)
    }

    func run(on connection: Connection) -> Outcome { work(connection, self) }
    func fail(_ error: any Error) { fail(error) }

    var wasCancelled: Bool { isCancelled.load(ordering: .acquiring) }

    /// Whether the job may be run again, which it may once.
    func beginsAgain() -> Bool { !wasCancelled && !isRepeated.exchange(true, ordering: .relaxed) }
}

/// An error after which everything is as if the job had never run, for certain: running it again is safe.
struct WithoutEffect: Error {
    let cause: PostgresError
}
