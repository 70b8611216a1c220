import Synchronization

/// One run of a worker: what wakes its parts, and when it ends.
final class Shift: Sendable {
    let deliveries = Bell()
    let jobs = Bell()
    let schedules = Bell()
    /// Rings no more when the shift ends.
    private let end = Bell()
    private let hasEnded = Atomic<Bool>(false)

    var isOver: Bool { hasEnded.load(ordering: .acquiring) }

    func ringAll() {
        for bell in [deliveries, jobs, schedules] { bell.ring() }
    }

    /// Nothing new is begun from now on.
    func finish() {
        hasEnded.store(true, ordering: .releasing)
        for bell in [deliveries, jobs, schedules, end] { bell.silence() }
    }

    /// Waits for `finish()`, or until this task is cancelled.
    func untilOver() async {
        for await _ in end.rings {}
    }
}

/// Wakes one waiting loop; rings that come while it is awake count once.
struct Bell: Sendable {
    /// For one loop; ends when the bell is silenced.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func ring() { continuation.yield() }
    func silence() { continuation.finish() }
}
