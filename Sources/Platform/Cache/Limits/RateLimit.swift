/// How often something may happen: `quota` times in a `window`.
package struct RateLimit: Hashable, Sendable {
    /// What clients and operators see it called: `authentication`.
    package let name: String
    package let quota: Int
    package let window: Duration
    /// The time that one of them takes up, in nanoseconds.
    let interval: Int64
    /// All of them together.
    let span: Int64
    /// Sets the keys of one limit apart from those of another.
    let salt: UInt64

    /// `quota` is from 1 to 1,000,000, `window` from a second to a day; what is beyond is brought in.
    package init(_ name: String, _ quota: Int, in window: Duration) {
        self.name = name
        self.quota = min(max(quota, 1), 1_000_000)
        self.window = min(max(window, .seconds(1)), .seconds(86_400))
        interval = Int64(self.window / .nanoseconds(1)) / Int64(self.quota)
        span = interval * Int64(self.quota)
        // FNV-1a.
        salt = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// Whether one more fits, as the generic cell rate algorithm has it (ITU-T I.371).
    ///
    /// All that is kept of a key is the instant at which everything counted so far is used up. A unit moves it on by
    /// `interval`, and it may lie no further ahead than the window. So a quota can be used at once, comes back evenly,
    /// and there is no edge of a window at which twice as many pass.
    func admits(_ busyUntil: Int64, at now: Int64) -> Bool { max(busyUntil, now) + interval - now <= span }

    /// How long until one more fits, in nanoseconds.
    func wait(_ busyUntil: Int64, at now: Int64) -> Int64 { max(0, busyUntil + interval - span - now) }
}

/// It was one too many.
package struct RateLimitExceeded: Error, Hashable, Sendable {
    package let limit: RateLimit
    /// Until one more fits.
    package let wait: Duration

    package init(limit: RateLimit, wait: Duration) { (self.limit, self.wait) = (limit, wait) }
}
