import Glibc

/// A few threads that do nothing but hash, with a queue that refuses work nobody would wait for.
///
/// Hashing takes milliseconds of a core: on the threads that serve requests it would stop everybody's requests. So it
/// gets what the others leave of the processor, and ``GivingWay`` has it leave when one of them waits. Where the others
/// leave nothing, a helper of ordinary standing does a hash every tenth of a second: a busy school can still sign in.
///
/// `@unchecked Sendable`: every stored variable, and every job's, is read and written only between
/// `pthread_mutex_lock` and `unlock` of `mutex`; the two primitives live at fixed addresses from `init` to `deinit`. A
/// condition is needed, which `Synchronization.Mutex` does not offer.
package final class HashingThreads: @unchecked Sendable {
    private final class Job {
        let cost: Double
        let run: @Sendable () -> Delivery
        var isHelped = false
        var isDone = false

        init(cost: Double, run: @escaping @Sendable () -> Delivery) { (self.cost, self.run) = (cost, run) }
    }

    /// Hands a finished job's outcome to whoever waits for it.
    package typealias Delivery = @Sendable () -> Void

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let threadCount: Int
    /// How long the newest job may have to wait, in seconds.
    private let patience: Double
    private var threads: [pthread_t] = []
    private var waiting: [Job] = []
    private var running: [Job] = []
    private var load = 0.0
    /// How many jobs are expected or here.
    private var announced = 0.0
    /// What one unit of cost takes, in seconds; learnt from the work done.
    private var secondsPerCost = 0.025
    /// When a job was last begun with nothing else to do, or finished.
    private var lastProgress = ContinuousClock.now
    private var isStopped = false

    /// How long nothing may get done before the helper does it.
    private static let standstill = Duration.milliseconds(100)

    package init(threadCount: Int, patience: Duration) {
        self.threadCount = max(1, threadCount)
        self.patience = patience / .seconds(1)
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Announces a job, or returns how many seconds later to ask again. Whoever announced one takes it back when it was
    /// done, or is not wanted any more.
    func announce() -> Double? {
        withLock {
            if let refusal = refusal(max(load, announced)) { return refusal }
            announced += 1
            return nil
        }
    }

    func takeBack() { withLock { announced -= 1 } }

    /// Called with the lock held.
    private func refusal(_ load: Double) -> Double? {
        let wait = load * secondsPerCost / Double(threadCount)
        return isStopped || wait > patience ? max(1, wait) : nil
    }

    /// Queues a job, or returns how many seconds later to ask again.
    ///
    /// An idle pool takes any job; a busy one only if it can begin within the patience. `run` may be called twice at
    /// once. What it returns is called once, and when the job no longer counts as load, so that whoever hears the
    /// outcome finds the room it left.
    package func submit(cost: Double, _ run: @escaping @Sendable () -> Delivery) -> Double? {
        withLock {
            if let refusal = refusal(load) { return refusal }
            startThreads()
            if load == 0 { lastProgress = .now }
            waiting.append(Job(cost: cost, run: run))
            load += cost
            // The helper sleeps there as well, and looks at the clock.
            pthread_cond_broadcast(condition)
            return nil
        }
    }

    /// Lets the queued jobs finish and waits for the threads.
    package func stop() {
        let threads = withLock {
            isStopped = true
            pthread_cond_broadcast(condition)
            defer { self.threads = [] }
            return self.threads
        }
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Called with the lock held. Threads begin with the first job: a process without sign-ins has none.
    private func startThreads() {
        guard threads.isEmpty else { return }
        for _ in 0..<threadCount { start(.idle) }
        start(.ordinary)
    }

    private func start(_ standing: Standing) {
        final class Start {
            let threads: HashingThreads
            let standing: Standing
            init(_ threads: HashingThreads, _ standing: Standing) {
                (self.threads, self.standing) = (threads, standing)
            }
        }
        // The thread holds the pool until it was stopped.
        let start = Unmanaged.passRetained(Start(self, standing))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                start.threads.work(as: start.standing)
                return nil
            },
            start.toOpaque()
        )
        guard status == 0 else { return start.release() }
        threads.append(thread)
    }

    private func work(as standing: Standing) {
        let way = standing.take() ? GivingWay(company: threadCount) : nil
        while let job = next(for: standing) {
            let began = ContinuousClock.now
            let deliver = way?.during(job.run) ?? job.run()
            if finish(job, after: (ContinuousClock.now - began) / .seconds(1)) { deliver() }
        }
    }

    private func next(for standing: Standing) -> Job? {
        withLock {
            while true {
                if let job = take(standing) { return job }
                if isStopped, standing == .ordinary || waiting.isEmpty { return nil }
                sleep(standing)
            }
        }
    }

    /// Called with the lock held.
    private func take(_ standing: Standing) -> Job? {
        if standing == .ordinary {
            guard !isIdle, ContinuousClock.now - lastProgress >= Self.standstill else { return nil }
            lastProgress = .now
            // Whoever waits longest: what is being worked on, and does not get on.
            if let stuck = running.first(where: { !$0.isHelped }) {
                stuck.isHelped = true
                return stuck
            }
        }
        guard !waiting.isEmpty else { return nil }
        let job = waiting.removeFirst()
        job.isHelped = standing == .ordinary
        running.append(job)
        return job
    }

    /// Whether this was the first to finish the job.
    private func finish(_ job: Job, after seconds: Double) -> Bool {
        withLock {
            guard !job.isDone else { return false }
            job.isDone = true
            running.removeAll { $0 === job }
            load = isIdle ? 0 : max(0, load - job.cost)
            lastProgress = .now
            // A job that was cancelled took no time and teaches nothing.
            if seconds > 0.001 { secondsPerCost += (seconds / job.cost - secondsPerCost) / 8 }
            return true
        }
    }

    private var isIdle: Bool { waiting.isEmpty && running.isEmpty }

    /// Called with the lock held: sleeps until there is something to look at.
    private func sleep(_ standing: Standing) {
        guard standing == .ordinary, !isIdle else {
            pthread_cond_wait(condition, mutex)
            return
        }
        let left = max(.zero, Self.standstill - (ContinuousClock.now - lastProgress))
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = time.tv_nsec + Int(left / .nanoseconds(1)) + 1
        time.tv_sec += nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(condition, mutex, &time)
    }

    private func withLock<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

/// What a thread that hashes gets of the processor.
private enum Standing {
    /// What nobody else wants (sched(7), SCHED_IDLE).
    case idle
    case ordinary

    /// Makes it the calling thread's own; on Linux this is about the thread. Whether that is less than it had.
    func take() -> Bool {
        guard self == .idle else { return false }
        var parameters = sched_param()
        sched_setscheduler(0, 5, &parameters)
        return true
    }
}
