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

    let limits: Limits
    var queue = JobQueue()
    private(set) var activities: [Activity] = []
    /// The idle threads, the one that worked last at the end: warm connections are used first.
    private(set) var idle: [Int] = []
    private(set) var isClosing = false
    /// Since when no connection stands although one was tried.
    private(set) var outageBegan: ContinuousClock.Instant?
    var isWatched = false
    private(set) var timeouts = 0
    private(set) var finished = 0
    private(set) var reconnections = 0

    init(limits: Limits) { self.limits = limits }

    enum Admission: Equatable {
        case refused(PostgresError.Code)
        case cancelled
        /// Wake this idle thread.
        case wake(Int)
        /// Start a thread of this number.
        case start(Int)
        case wait

        /// Whether the job's deadline has to be watched, because no standing connection is about to take it.
        var leavesWaiting: Bool {
            switch self {
            case .start, .wait: true
            case .refused, .cancelled, .wake: false
            }
        }
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
        if let thread = idle.popLast() {
            activities[thread] = .connecting
            return .wake(thread)
        }
        guard activities.count < limits.connections else { return .wait }
        activities.append(.connecting)
        return .start(activities.count - 1)
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

    /// What the thread, whose connection stands, does next.
    mutating func assign(_ thread: Int, _ cancellation: CancelHandle) -> Assignment {
        outageBegan = nil
        if case .running = activities[thread] { finished += 1 }
        if let job = queue.popFirst() {
            activities[thread] = .running(job, cancellation)
            return .run(job)
        }
        if isClosing { return .stop }
        activities[thread] = .idle
        if !idle.contains(thread) { idle.append(thread) }
        return .sleep
    }

    /// The thread found its connection dead. The threads returned are to look at theirs.
    mutating func disconnected(_ thread: Int) -> [Int] {
        idle.removeAll { $0 == thread }
        activities[thread] = .connecting
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
