import Synchronization

/// The counts of this process. Bounded: 16 parts of at most 4,096 keys, each with a lock of its own.
///
/// Filling it with made-up keys makes it forget the ones that were not used lately: every made-up key is a counted
/// request as well.
final class LimitTable: Sendable {
    private final class Part: Sendable {
        /// The instants of ``RateLimit/admits(_:at:)`` by key.
        let counts = Mutex(Generations<LimitKey, Int64>(capacity: 2048))
    }

    private let parts = (0..<16).map { _ in Part() }

    /// Counts one, or looks whether one would fit; how long to wait when it does not.
    func take(_ limit: RateLimit, _ key: LimitKey, at now: Int64, counting: Bool) -> Int64? {
        let key = key.salted(limit)
        return parts[key.spread & 15].counts.withLock { counts in
            let busyUntil = counts.value(key) ?? now
            guard limit.admits(busyUntil, at: now) else { return limit.wait(busyUntil, at: now) }
            if counting { counts.set(max(busyUntil, now) + limit.interval, for: key) }
            return nil
        }
    }

    /// Counts so many more, or fewer, whether they fit or not.
    func move(_ limit: RateLimit, _ key: LimitKey, by units: Int64, at now: Int64) {
        let key = key.salted(limit)
        parts[key.spread & 15].counts.withLock { counts in
            let busyUntil = max(counts.value(key) ?? now, now) + units * limit.interval
            counts.set(min(busyUntil, now + limit.span), for: key)
        }
    }

    /// Forgets all counts of a key.
    func forget(_ limit: RateLimit, _ key: LimitKey) {
        let key = key.salted(limit)
        parts[key.spread & 15].counts.withLock { $0.remove(key) }
    }

    /// How many keys are counted.
    var count: Int { parts.reduce(0) { sum, part in sum + part.counts.withLock { $0.count } } }
}
