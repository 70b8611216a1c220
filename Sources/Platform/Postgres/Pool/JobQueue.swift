/// Jobs in the order they came; taking one is cheap, removing one from the middle is not.
struct JobQueue {
    private var jobs: [Job?] = []
    private var head = 0

    var count: Int { jobs.count - head }
    var first: Job? { head < jobs.count ? jobs[head] : nil }

    mutating func append(_ job: Job) { jobs.append(job) }

    /// Puts a job back in front, whose connection turned out to be dead.
    mutating func prepend(_ job: Job) {
        if head > 0 {
            head -= 1
            jobs[head] = job
        } else {
            jobs.insert(job, at: 0)
        }
    }

    mutating func popFirst() -> Job? {
        guard let job = first else { return nil }
        jobs[head] = nil
        head += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }

    mutating func remove(_ job: Job) -> Bool {
        guard let index = jobs[head...].firstIndex(where: { $0 === job }) else { return false }
        jobs.remove(at: index)
        return true
    }

    mutating func removeAll() -> [Job] {
        defer { self = JobQueue() }
        return jobs[head...].compactMap { $0 }
    }
}
