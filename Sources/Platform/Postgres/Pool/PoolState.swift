/// Everything about a pool that changes, as decisions without any input or output; the pool keeps it behind its lock.
///
/// A connection's thread without a connection takes no jobs: jobs stay in the queue, where their deadlines are watched.
struct PoolState {
    struct Limits: Sendable {
        var connections: Int
        var queueLength: Int
        /// How long a job may wait; also how long the server may be away before jobs are refused at once.
        var wait: Duration
    }

    /// What a connection's thread is doing.
    enum Activity {
        case connecting
        case idle
        case running(Job, CancelHandle)
    }

    /// How many jobs a connection takes ahead, and how many more it leaves waiting before another is woken for them.
    static let depth = 8

    let limits: Limits
    var queue = JobQueue()
    private(set) var activities: [Activity] = []
    /// The idle threads, the one that worked last at the end: warm connections are used first.
    private(set) var idle: [Int] = []
    /// The threads whose jobs are about to be done, so that others wait for them rather than wake another.
    private var quick: Set<Int> = []
    private(set) var isClosing = false
    /// Since when no connection stands although one was tried.
    private(set) var outageBegan: ContinuousClock.Instant?
    var isWatched = false
    private(set) var timeouts = 0
    private(set) var finished = 0
    private(set) var sentAhead = 0
    private(set) var reconnections = 0

    init(limits: Limits) { self.limits = limits }

    enum Admission: Equatable {
        case refused(PostgresError.Code)
        case cancelled
        /// Somebody else has to see to what waits.
        case help(Help)
        case wait

        /// Whether the job's deadline has to be watched, because no standing connection is about to take it.
        var leavesWaiting: Bool {
            switch self {
            case .help(.start), .wait: true
            case .refused, .cancelled, .help(.wake): false
            }
        }
    }

    /// Who takes a job that waits.
    enum Help: Equatable {
        /// Wake this idle thread.
        case wake(Int)
        /// Start a thread of this number.
        case start(Int)
    }

    /// Whether the watching thread has to be woken; once it is, it looks by itself until no job is left.
    mutating func beginWatching() -> Bool {
        defer { isWatched = true }
        return !isWatched
    }

    mutating func admit(_ job: Job, now: ContinuousClock.Instant) -> Admission {
        if job.wasCancelled { return .cancelled }
        if isClosing || isDown(now) { return .refused(.unavailable) }
        guard queue.count < limits.queueLength else {
            timeouts += 1
            return .refused(.poolTimeout)
        }
        queue.append(job)
        // A batch sent with others costs less than a thread and a backend that wake up for it.
        if job.mayGoAhead, queue.count <= Self.depth * quick.count { return .wait }
        guard let help = help() else { return .wait }
        if case .wake(let thread) = help { expect(job, of: thread) }
        return .help(help)
    }

    private mutating func help() -> Help? {
        if let thread = idle.popLast() {
            activities[thread] = .connecting
            return .wake(thread)
        }
        guard activities.count < limits.connections else { return nil }
        activities.append(.connecting)
        return .start(activities.count - 1)
    }

    /// A batch is taken for a quick one until it shows that it is not.
    private mutating func expect(_ job: Job, of thread: Int) {
        if job.mayGoAhead { quick.insert(thread) } else { quick.remove(thread) }
    }

    /// The thread's job is none that others wait for: who sees to what nobody else will see to soon.
    mutating func slowed(_ thread: Int) -> [Help] {
        quick.remove(thread)
        var all: [Help] = []
        while queue.count - all.count > Self.depth * quick.count, let help = help() { all.append(help) }
        return all
    }

    /// Whether the server has been away for so long that waiting is pointless.
    func isDown(_ now: ContinuousClock.Instant) -> Bool {
        outageBegan.map { now - $0 >= limits.wait } ?? false
    }

    enum Assignment {
        case run(Job)
        case sleep
        case stop
    }

    /// What the thread, whose connection stands, does next: `sent`, when that has been sent already.
    mutating func assign(_ thread: Int, _ cancellation: CancelHandle, sent: Job?) -> Assignment {
        outageBegan = nil
        if case .running = activities[thread] { finished += 1 }
        if let job = sent ?? queue.popFirst() {
            activities[thread] = .running(job, cancellation)
            expect(job, of: thread)
            return .run(job)
        }
        quick.remove(thread)
        if isClosing { return .stop }
        activities[thread] = .idle
        if !idle.contains(thread) { idle.append(thread) }
        return .sleep
    }

    /// Jobs that go out behind the thread's quick one, as many as `isFit` says can be sent while others are unanswered.
    mutating func takeAhead(upTo count: Int, where isFit: (Batch) -> Bool) -> [Job] {
        var jobs: [Job] = []
        while jobs.count < count, let job = queue.first, job.mayGoAhead, let batch = job.batch, isFit(batch),
            let job = queue.popFirst()
        {
            jobs.append(job)
        }
        sentAhead += jobs.count
        return jobs
    }

    /// The thread found its connection dead. The threads returned are to look at theirs.
    mutating func disconnected(_ thread: Int) -> [Int] {
        idle.removeAll { $0 == thread }
        activities[thread] = .connecting
        quick.remove(thread)
        reconnections += 1
        defer { idle = [] }
        for other in idle { activities[other] = .connecting }
        return idle
    }

    /// The thread could not connect; `isHopeless` when it will not without somebody's doing. Returns jobs to be failed.
    mutating func connectionFailed(isHopeless: Bool, now: ContinuousClock.Instant) -> [Job] {
        let stands = activities.contains { if case .connecting = $0 { false } else { true } }
        guard !stands else { return [] }
        let began = outageBegan ?? now
        outageBegan = began
        return isHopeless || isClosing || now - began >= limits.wait ? queue.removeAll() : []
    }

    /// Jobs whose wait is over, the error for them, and when to look again.
    mutating func expire(now: ContinuousClock.Instant) -> (jobs: [Job], next: ContinuousClock.Instant?) {
        var expired: [Job] = []
        while let job = queue.first, job.deadline <= now, let job = queue.popFirst() { expired.append(job) }
        if outageBegan == nil { timeouts += expired.count }
        return (expired, queue.first?.deadline)
    }

    enum Cancellation {
        case waiting
        case running(CancelHandle)
        case unknown
    }

    mutating func cancel(_ job: Job) -> Cancellation {
        if queue.remove(job) { return .waiting }
        for case .running(let current, let handle) in activities where current === job { return .running(handle) }
        return .unknown
    }

    /// Takes no more jobs. All threads are to be woken.
    mutating func close() {
        isClosing = true
        idle = []
    }
}
