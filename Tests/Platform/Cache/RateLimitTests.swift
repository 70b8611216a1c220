import Cache
import Synchronization
import Testing
import Values

@Suite("Limits in one process", .timeLimit(.minutes(5)))
struct RateLimitTests {
    private let five = RateLimit("five", 5, in: .seconds(60))
    private let somebody = LimitKey(UserID())

    @Test("A quota can be used at once, then one comes back at a time")
    func quota() async {
        let clock = TestClock()
        let limiter = RateLimiter(clock: clock.now)
        for _ in 1...5 { #expect(await limiter.take(five, somebody) == nil) }
        #expect(await limiter.take(five, somebody)?.wait == .seconds(12))
        clock.advance(.seconds(11.9))
        #expect(await limiter.take(five, somebody)?.wait == .milliseconds(100))
        clock.advance(.milliseconds(100))
        #expect(await limiter.take(five, somebody) == nil)
        #expect(await limiter.take(five, somebody) != nil)
        clock.advance(.seconds(60))
        for _ in 1...5 { #expect(await limiter.take(five, somebody) == nil) }
        #expect(await limiter.take(five, somebody) != nil)
    }

    @Test("What is refused does not count, and a look counts nothing")
    func refusals() async {
        let clock = TestClock()
        let limiter = RateLimiter(clock: clock.now)
        for _ in 1...100 { #expect(await limiter.check(five, somebody) == nil) }
        for _ in 1...100 { _ = await limiter.take(five, somebody) }
        #expect(await limiter.check(five, somebody)?.wait == .seconds(12))
        clock.advance(.seconds(12))
        #expect(await limiter.check(five, somebody) == nil)
    }

    @Test("What is given back can be taken again, and never more than the quota")
    func givingBack() async {
        let limiter = RateLimiter(clock: TestClock().now)
        for _ in 1...100 {
            #expect(await limiter.take(five, somebody) == nil)
            await limiter.giveBack(five, somebody)
        }
        for _ in 1...10 { await limiter.giveBack(five, somebody) }
        for _ in 1...5 { #expect(await limiter.take(five, somebody) == nil) }
        #expect(await limiter.take(five, somebody) != nil)
        await limiter.forget(five, somebody)
        #expect(await limiter.take(five, somebody) == nil)
    }

    @Test("Keys and limits count apart; case and outer space make no other key")
    func keys() async {
        let limiter = RateLimiter(clock: TestClock().now)
        let one = RateLimit("one", 1, in: .seconds(60))
        #expect(await limiter.take(one, LimitKey("sunrise", "amina@example.com")) == nil)
        #expect(await limiter.take(one, LimitKey("sunrise", " AMINA@Example.com\t")) != nil)
        #expect(await limiter.take(one, LimitKey("lagoon", "amina@example.com")) == nil)
        #expect(await limiter.take(one, LimitKey("sunriseamina@example.com")) == nil)
        #expect(
            await limiter.take(RateLimit("other", 1, in: .seconds(60)), LimitKey("lagoon", "amina@example.com")) == nil
        )
    }

    @Test("An IPv6 subscriber is one key whatever the rest of the address says, an IPv4 address is its own")
    func addresses() {
        let subscriber = LimitKey(address: "2001:db8:1:2::1")
        #expect(LimitKey(address: "2001:db8:1:2:ffff:ffff:ffff:ffff") == subscriber)
        #expect(LimitKey(address: "2001:DB8:0001:0002:0:0:0:5%eth0") == subscriber)
        #expect(LimitKey(address: "2001:db8:1:3::1") != subscriber)
        #expect(LimitKey(address: "203.0.113.9") != LimitKey(address: "203.0.113.10"))
        #expect(LimitKey(address: "::ffff:203.0.113.9") == LimitKey(address: "203.0.113.9"))
        #expect(LimitKey(address: nil) == LimitKey(address: "no address"))
    }

    @Test("A thousand at once take exactly the quota")
    func race() async {
        let limiter = RateLimiter(clock: TestClock().now)
        let key = somebody
        let hundred = RateLimit("hundred", 100, in: .seconds(60))
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await limiter.take(hundred, key) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(passed == 100)
    }

    @Test("In no window do more pass than the quota and what came back meanwhile, whatever the times")
    func model() async {
        for seed in UInt64(1)...20 {
            var random = SeededRandom(seed)
            let clock = TestClock()
            let limiter = RateLimiter(clock: clock.now)
            let limit = RateLimit("model", Int.random(in: 1...20, using: &random), in: .seconds(60))
            let interval = 60 / Double(limit.quota)
            var passed: [Double] = []
            for _ in 0..<500 {
                clock.advance(.milliseconds(Int.random(in: 0...8000, using: &random)))
                if await limiter.take(limit, somebody) == nil { passed.append(clock.seconds) }
            }
            for (index, from) in passed.enumerated() {
                for (count, until) in passed[index...].enumerated() {
                    let most = Double(limit.quota) + (until - from) / interval + 0.001
                    #expect(Double(count + 1) <= most, "seed \(seed)")
                }
            }
        }
    }

    @Test("Made-up keys take bounded room")
    func bounded() async {
        let limiter = RateLimiter()
        for number in 0..<200_000 { _ = await limiter.take(five, LimitKey("\(number)")) }
        #expect(limiter.countedKeys <= 16 * 4096)
    }

    @Test("Whoever waits for a count gets it when it is given back, and is refused when it is not")
    func patience() async throws {
        let limiter = RateLimiter()
        let key = somebody
        for _ in 1...5 { #expect(await limiter.take(five, key) == nil) }
        #expect(await limiter.take(five, key, patience: .milliseconds(120)) != nil)
        async let waiting = limiter.take(five, key, patience: .seconds(30))
        await limiter.giveBack(five, key)
        #expect(await waiting == nil)
    }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let nanoseconds = Atomic<Int64>(1_000_000_000)

    var now: @Sendable () -> Int64 { { self.nanoseconds.load(ordering: .relaxed) } }
    var seconds: Double { Double(nanoseconds.load(ordering: .relaxed)) / 1e9 }

    func advance(_ time: Duration) { nanoseconds.add(Int64(time / .nanoseconds(1)), ordering: .relaxed) }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var number = state
        number = (number ^ (number >> 30)) &* 0xbf58_476d_1ce4_e5b9
        number = (number ^ (number >> 27)) &* 0x94d0_49bb_1331_11eb
        return number ^ (number >> 31)
    }
}
