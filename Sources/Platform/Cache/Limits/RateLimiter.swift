import Glibc
import Synchronization
package import Telemetry

/// Counts what happens against limits, in this process and through the cache in all of them together.
///
/// Where Redis is there, it decides. This process counts along, so that when Redis is away it goes on, at once and with
/// what it has seen. The limiter has no errors: it says whether one more fits.
package final class RateLimiter: Sendable {
    /// How many may wait at once for a count to come back; further ones are refused without waiting.
    private static let maximumWaiting = 64

    package let limits: RateLimits
    private let cache: Cache?
    private let clock: @Sendable () -> Int64
    private let table = LimitTable()
    private let refusals: MetricFamily<Counter>?
    private let waiting = Atomic<Int>(0)

    /// `clock` counts nanoseconds from any beginning.
    package init(
        _ limits: RateLimits = RateLimits(),
        sharedBy cache: Cache? = nil,
        metrics: MetricsRegistry? = nil,
        clock: @escaping @Sendable () -> Int64 = RateLimiter.monotonic
    ) {
        (self.limits, self.cache, self.clock) = (limits, cache, clock)
        refusals = metrics?.counter(
            "elymica_rate_limited_total",
            "Requests refused because there were too many.",
            labels: ["limit"]
        )
    }

    /// Nanoseconds of a clock that nobody sets.
    package static let monotonic: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Counts one more; what was exceeded when it does not fit, and then it does not count.
    package func take(_ limit: RateLimit, _ key: LimitKey) async -> RateLimitExceeded? {
        guard let wait = await decide(limit, key, counting: true) else { return nil }
        return refuse(limit, wait)
    }

    /// The same, waiting a while for somebody to give a count back: where several of one account try at the same moment
    /// and are expected to succeed.
    package func take(_ limit: RateLimit, _ key: LimitKey, patience: Duration) async -> RateLimitExceeded? {
        guard var wait = await decide(limit, key, counting: true) else { return nil }
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.maximumWaiting else { return refuse(limit, wait) }
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end, (try? await Task.sleep(for: .milliseconds(50))) != nil {
            guard let next = await decide(limit, key, counting: true) else { return nil }
            wait = next
        }
        return refuse(limit, wait)
    }

    /// Whether one more would fit, without counting it: where only failures count, and come to be known later.
    package func check(_ limit: RateLimit, _ key: LimitKey) async -> RateLimitExceeded? {
        guard let wait = await decide(limit, key, counting: false) else { return nil }
        return refuse(limit, wait)
    }

    /// Takes back what ``take(_:_:)`` counted.
    package func giveBack(_ limit: RateLimit, _ key: LimitKey) async {
        table.move(limit, key, by: -1, at: clock())
        _ = await ask(limit, key, units: -1)
    }

    /// Forgets all that was counted of a key.
    package func forget(_ limit: RateLimit, _ key: LimitKey) async {
        table.forget(limit, key)
        await cache?.forgetCount(Self.name(limit, key))
    }

    /// How many keys this process counts; at most 65,536.
    package var countedKeys: Int { table.count }

    /// How long to wait, in nanoseconds; `nil` when it fits.
    private func decide(_ limit: RateLimit, _ key: LimitKey, counting: Bool) async -> Int64? {
        guard let wait = await ask(limit, key, units: counting ? 1 : 0) else {
            return table.take(limit, key, at: clock(), counting: counting)
        }
        guard wait == 0 else { return Int64(wait) * 1000 }
        if counting { table.move(limit, key, by: 1, at: clock()) }
        return nil
    }

    /// What Redis says, in microseconds to wait; `nil` when there is none.
    private func ask(_ limit: RateLimit, _ key: LimitKey, units: Int) async -> Int? {
        guard let cache, cache.isShared else { return nil }
        let (interval, span) = (max(1, limit.interval / 1000), max(1, limit.span / 1000))
        return await cache.run(Self.script, Self.name(limit, key), String(units), String(interval), String(span))?
            .integer
    }

    private func refuse(_ limit: RateLimit, _ wait: Int64) -> RateLimitExceeded {
        refusals?.labelled(limit.name).increment()
        return RateLimitExceeded(limit: limit, wait: .nanoseconds(wait))
    }

    private static func name(_ limit: RateLimit, _ key: LimitKey) -> String {
        "elymica:limit:\(limit.name):\(key.hexadecimal)"
    }

    /// ``RateLimit/admits(_:at:)`` by Redis' own clock, in microseconds, which Lua's numbers hold exactly. Answers how
    /// long to wait; 0 when it fits.
    private static let script = RedisScript(
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local units, interval, span = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local busy = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
        if units >= 0 and busy + interval - now > span then return math.max(1, busy + interval - span - now) end
        if units == 0 then return 0 end
        busy = busy + units * interval
        if busy <= now then
            redis.call('DEL', KEYS[1])
        else
            redis.call('SET', KEYS[1], string.format('%.0f', busy), 'PX', math.ceil((busy - now) / 1000))
        end
        return 0
        """
    )
}
