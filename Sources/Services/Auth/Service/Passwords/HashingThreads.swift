import Glibc

/// A few threads that do nothing but hash, with a queue that refuses work nobody would wait for.
///
/// Hashing takes milliseconds of a core: on the threads that serve requests it would stop everybody's requests.
///
/// `@unchecked Sendable`: every stored variable is read and written only between `pthread_mutex_lock` and `unlock` of
/// `mutex`; the two primitives live at fixed addresses from `init` to `deinit`. A condition is needed, which
/// `Synchronization.Mutex` does not offer.
final class HashingThreads: @unchecked Sendable {
    private struct Job {
        let cost: Double
        let run: @Sendable () -> Delivery
    }

    /// Hands a finished job's outcome to whoever waits for it.
    typealias Delivery = @Sendable () -> Void

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let threadCount: Int
    /// How long the newest job may have to wait, in seconds.
    private let patience: Double
    private var threads: [pthread_t] = []
    private var waiting: [Job] = []
    private var load = 0.0
    /// What one unit of cost takes, in seconds; learnt from the work done.
    private var secondsPerCost = 0.025
    private var isStopped = false

    init(threadCount: Int, patience: Duration) {
        self.threadCount = max(1, threadCount)
        self.patience = patience / .seconds(1)
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Queues a job, or returns how many seconds later to ask again.
    ///
    /// An idle pool takes any job; a busy one only if it can begin within the patience. What the job returns is called
    /// once the job no longer counts as load, so that whoever hears the outcome finds the room it left.
    func submit(cost: Double, _ run: @escaping @Sendable () -> Delivery) -> Double? {
        withLock {
            let wait = load * secondsPerCost / Double(threadCount)
            if isStopped || wait > patience { return max(1, wait) }
            startThreads()
            waiting.append(Job(cost: cost, run: run))
            load += cost
            pthread_cond_signal(condition)
            return nil
        }
    }

    /// Lets the queued jobs finish and waits for the threads.
    func stop() {
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
        while threads.count < threadCount {
            // The thread holds the pool until it was stopped.
            let context = Unmanaged.passRetained(self)
            var thread = pthread_t()
            let status = pthread_create(
                &thread,
                nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<HashingThreads>.fromOpaque(context).takeRetainedValue().work()
                    return nil
                },
                context.toOpaque()
            )
            guard status == 0 else {
                context.release()
                return
            }
            threads.append(thread)
        }
    }

    private func work() {
        // On Linux this is the calling thread's own: while sign-ins flood in, everybody else's requests go first.
        // Tokens and queries get ten parts of a core's time to each part that hashing gets.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        while let job = next() {
            let began = ContinuousClock.now
            let deliver = job.run()
            let duration = (ContinuousClock.now - began) / .seconds(1)
            withLock {
                load = max(0, load - job.cost)
                // A job that was cancelled took no time and teaches nothing.
                if duration > 0.001 { secondsPerCost += (duration / job.cost - secondsPerCost) / 8 }
            }
            deliver()
        }
    }

    private func next() -> Job? {
        withLock {
            while waiting.isEmpty && !isStopped { pthread_cond_wait(condition, mutex) }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    private func withLock<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
