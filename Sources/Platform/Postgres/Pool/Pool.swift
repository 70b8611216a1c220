import Logging
import Synchronization

/// Connections, each with a thread of its own, and one first-in first-out queue of jobs for them.
///
/// A lock rather than actors: a hop between executors costs more than a query's share of this lock (measured: 16,500
/// requests a second through a pool actor and connection actors, 23,500 this way).
final class Pool: Sendable {
    let configuration: DatabaseConfiguration
    let logger: Logger
    let roundTrips = Counter()
    let state: Mutex<PoolState>
    /// One for each thread there may be, by its number.
    let parkings: [Parking]
    let watchParking = Parking()
    let canceller = Canceller()
    private let threads = Mutex<[OwnThread]>([])

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        let limits = PoolState.Limits(
            connections: max(1, configuration.connections),
            queueLength: configuration.queueLimit,
            wait: configuration.waitLimit
        )
        state = Mutex(PoolState(limits: limits))
        parkings = (0..<limits.connections).map { _ in Parking() }
    }

    /// Runs `body` on a connection's thread; waits for one as long as `wait` says.
    ///
    /// A cancelled task leaves the queue at once, or has its statement cancelled. `body` runs again, once, when the
    /// connection turned out to be dead before anything could come of it: its error says so.
    func run<R: Sendable>(
        wait: Duration? = nil,
        _ body: @escaping @Sendable (Connection, Job) throws -> R
    ) async throws -> R {
        try await run(wait, nil) { connection, job, _ in try body(connection, job) }
    }

    /// The same for a job that sends one batch and reads the answer: it may be sent while others are unanswered.
    func run<R: Sendable>(
        _ batch: Batch,
        read: @escaping @Sendable (Connection, Exchange) throws -> R
    ) async throws -> R {
        try await run(nil, batch) { connection, _, exchange in
            try read(connection, exchange ?? connection.send(batch))
        }
    }

    private func run<R: Sendable>(
        _ wait: Duration?,
        _ batch: Batch?,
        _ body: @escaping @Sendable (Connection, Job, Exchange?) throws -> R
    ) async throws -> R {
        let deadline = ContinuousClock.now + (wait ?? configuration.waitLimit)
        let box = Mutex<Job?>(nil)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<R, any Error>) in
                let job = Job(deadline: deadline, batch: batch) { connection, job, exchange in
                    Self.attempt(job, on: connection, exchange, continuation, body)
                } fail: { error in
                    continuation.resume(throwing: error)
                }
                let isCancelled = box.withLock { box in
                    if Task.isCancelled { return true }
                    box = job
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                submit(job)
            }
        } onCancel: {
            if let job = box.withLock({ $0 }) { cancel(job) }
        }
    }

    private static func attempt<R: Sendable>(
        _ job: Job,
        on connection: Connection,
        _ exchange: Exchange?,
        _ continuation: CheckedContinuation<R, any Error>,
        _ body: @Sendable (Connection, Job, Exchange?) throws -> R
    ) -> Job.Outcome {
        do {
            continuation.resume(returning: try body(connection, job, exchange))
        } catch is WithoutEffect where job.beginsAgain() {
            return .again
        } catch let error as PostgresError
            where exchange?.isAhead == true && (error.code == .cancelled || connection.isBroken) && job.beginsAgain()
        {
            // A read that met what was another's: the end of the connection, or a cancellation that came late.
            return .again
        } catch {
            let cause = (error as? WithoutEffect)?.cause ?? error
            continuation.resume(throwing: job.wasCancelled ? CancellationError() : cause)
        }
        return .finished
    }

    private func submit(_ job: Job) {
        let (admission, watch) = state.withLock { state in
            let admission = state.admit(job, now: .now)
            return (admission, admission.leavesWaiting && state.beginWatching())
        }
        if watch { watchParking.wake() }
        switch admission {
        case .refused(let code): job.fail(PostgresError(code))
        case .cancelled: job.fail(CancellationError())
        case .help(let help): call(help)
        case .wait: break
        }
    }

    func call(_ help: PoolState.Help) {
        switch help {
        case .wake(let thread): parkings[thread].wake()
        case .start(let thread): start(thread)
        }
    }

    private func start(_ thread: Int) {
        if thread == 0 { start { $0.watch() } }
        start { ConnectionThread(pool: $0, number: thread).run() }
    }

    private func start(_ body: @escaping @Sendable (Pool) -> Void) {
        do {
            let thread = try OwnThread { body(self) }
            threads.withLock { $0.append(thread) }
        } catch {
            logger.error("\(error)")
        }
    }

    private func cancel(_ job: Job) {
        job.isCancelled.store(true, ordering: .releasing)
        switch state.withLock({ $0.cancel(job) }) {
        case .waiting: job.fail(CancellationError())
        case .running(let handle): canceller.cancel(job, handle)
        case .unknown: break
        }
    }

    /// Fails jobs that waited too long, also while every connection is busy; sleeps until the first might have.
    private func watch() {
        while true {
            let (expired, next, code) = state.withLock { state in
                let (expired, next) = state.expire(now: .now)
                if next == nil { state.isWatched = false }
                return (expired, next, state.outageBegan == nil ? PostgresError.Code.poolTimeout : .unavailable)
            }
            for job in expired { job.fail(PostgresError(code)) }
            if next == nil, state.withLock({ $0.isClosing }) { return }
            watchParking.sleep(until: next)
        }
    }

    /// Refuses new jobs, finishes those accepted, closes the connections and waits for their threads.
    func close() async {
        let isFirst = state.withLock { state in
            defer { state.close() }
            return !state.isClosing
        }
        guard isFirst else { return }
        for parking in parkings { parking.wake() }
        watchParking.wake()
        let threads = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let end: @Sendable () -> Void = {
                for thread in threads { thread.join() }
                self.canceller.close()
                continuation.resume()
            }
            // Joining blocks, so it has a thread too; without one left to start, nobody is waited for.
            do { try OwnThread(end).detach() } catch { continuation.resume() }
        }
    }
}
