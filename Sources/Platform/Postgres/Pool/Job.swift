import Synchronization

/// Work for one connection, done on the connection's thread, which hands the result to the waiting task itself.
final class Job: Sendable {
    /// How an attempt ended.
    enum Outcome { case finished, again }

    let deadline: ContinuousClock.Instant
    /// What is sent before `work` begins, for a job that is no more than this.
    let batch: Batch?
    let isCancelled = Atomic<Bool>(false)
    private let isRepeated = Atomic<Bool>(false)
    private let work: @Sendable (Connection, Job, Exchange?) -> Outcome
    private let fail: @Sendable (any Error) -> Void

    /// `work` and `fail` resume the waiting task; whoever takes the job off the queue calls exactly one of them.
    init(
        deadline: ContinuousClock.Instant,
        batch: Batch?,
        work: @escaping @Sendable (Connection, Job, Exchange?) -> Outcome,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        (self.deadline, self.batch, self.work, self.fail) = (deadline, batch, work, fail)
    }

    /// Does the work; `exchange` is the job's batch where it has one, on its way.
    func run(on connection: Connection, _ exchange: Exchange?) -> Outcome { work(connection, self, exchange) }
    func fail(_ error: any Error) { fail(error) }

    var wasCancelled: Bool { isCancelled.load(ordering: .acquiring) }

    /// Whether the job may be run again, which it may once.
    func beginsAgain() -> Bool { !wasCancelled && !isRepeated.exchange(true, ordering: .relaxed) }

    /// Whether it may be sent while jobs before it are unanswered: it only reads, and has not been sent in vain before.
    var mayGoAhead: Bool { batch?.onlyReads == true && !wasCancelled && !isRepeated.load(ordering: .relaxed) }
}

/// An error after which everything is as if the job had never run, for certain: running it again is safe.
struct WithoutEffect: Error {
    let cause: PostgresError
}
