import CGivingWay

/// Has a thread that computes for long leave the processor to whoever waits for it: every half a millisecond it looks
/// whether there is anybody, and naps as long as there is, a quarter of a millisecond at most.
///
/// SCHED_IDLE alone does not do that: Linux prefers a task to another of its own control group or session only. One of
/// another, and PostgreSQL's processes have sessions of their own, may wait until the next tick of the clock, 4 ms away
/// (docs/subsystems/identity.md, "Passwords").
///
/// Belongs to the thread that made it.
struct GivingWay: ~Copyable {
    private let way: OpaquePointer

    private static var interval: Int { 500_000 }

    /// `company`: how many threads of this kind there are; they do not give way to each other. `nil` where the system
    /// has no timers left or does not say who waits.
    init?(company: Int) {
        guard let way = giving_way_open(Int32(clamping: company)) else { return nil }
        self.way = way
    }

    deinit { giving_way_close(way) }

    /// Does some work, giving way on the way.
    borrowing func during<Result>(_ work: () -> Result) -> Result {
        giving_way_every(way, Self.interval)
        defer { giving_way_every(way, 0) }
        return work()
    }
}
