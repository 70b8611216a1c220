import Cache
import Logging
import Telemetry
import TestKit
import Testing
import Values

@Suite("Redis", .timeLimit(.minutes(10)))
struct RedisTests {
    private let school = TenantID()

    /// Two processes' caches on one Redis.
    private func withTwo(
        password: String? = nil,
        _ body: (RedisServer, Cache, Cache) async throws -> Void
    ) async throws {
        try await RedisServer.with(password: password) { server in
            let address = try RedisAddress(url: server.url)
            let (one, other) = (
                Cache(address, patience: .seconds(2), logger: .quiet),
                Cache(address, patience: .seconds(2), logger: .quiet)
            )
            let outcome: Result<Void, any Error>
            do {
                try await eventually { one.isShared && other.isShared }
                outcome = .success(try await body(server, one, other))
            } catch {
                outcome = .failure(error)
            }
            await one.close()
            await other.close()
            try outcome.get()
        }
    }

    @Test("What one process keeps, another finds until its time is over", arguments: [nil, "secret"])
    func values(_ password: String?) async throws {
        try await withTwo(password: password) { _, one, other in
            let key = CacheKey(school, "roster", "7")
            #expect(await other.value(key) == nil)
            await one.keep(Array("thirty".utf8), as: key, for: .seconds(60))
            #expect(await other.value(key) == Array("thirty".utf8))
            #expect(await other.value(CacheKey(TenantID(), "roster", "7")) == nil)
            let anything = (0..<4096).map { UInt8(truncatingIfNeeded: $0) }
            await other.keep(anything, as: key, for: .milliseconds(300))
            #expect(await one.value(key) == anything)
            await one.keep([], as: .platform("empty"), for: .seconds(60))
            #expect(await other.value(.platform("empty")) == [])
            try await eventually { await one.value(key) == nil }
        }
    }

    @Test("A value that is too large is not kept, and the old one is forgotten")
    func tooLarge() async throws {
        try await withTwo { _, one, other in
            let key = CacheKey(school, "photo")
            await one.keep([1], as: key, for: .seconds(60))
            await one.keep([UInt8](repeating: 1, count: Cache.maximumValue + 1), as: key, for: .seconds(60))
            #expect(await other.value(key) == nil)
        }
    }

    @Test("Ten thousand counts by two processes at once are ten thousand")
    func counters() async throws {
        try await withTwo { _, one, other in
            let key = CacheKey(school, "visits")
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    let cache = number % 2 == 0 ? one : other
                    group.addTask { for _ in 0..<100 { _ = await cache.count(key, for: .seconds(60)) } }
                }
            }
            #expect(await one.count(key, by: 0, for: .seconds(60)) == 10_000)
        }
    }

    @Test("A limit holds across processes exactly, and at the edge of a window")
    func limit() async throws {
        try await withTwo { _, one, other in
            let limiters = [RateLimiter(sharedBy: one), RateLimiter(sharedBy: other)]
            let limit = RateLimit("shared", 50, in: .seconds(600))
            let key = LimitKey(UserID())
            let passed = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<400 { group.addTask { await limiters[number % 2].take(limit, key) == nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(passed == 50)
            let refusal = try #require(await limiters[1].check(limit, key))
            #expect((.seconds(10) ... .seconds(12)).contains(refusal.wait))
            await limiters[0].giveBack(limit, key)
            #expect(await limiters[1].take(limit, key) == nil)
            #expect(await limiters[0].take(limit, key) != nil)
            await limiters[1].forget(limit, key)
            #expect(await limiters[0].take(limit, key) == nil)
        }
    }

    @Test("Killed in the middle of it all, Redis costs nobody an answer; back, it is used again")
    func killed() async throws {
        try await withTwo { server, one, other in
            let limiter = RateLimiter(sharedBy: one)
            let many = RateLimit("many", 1_000_000, in: .seconds(60))
            let key = LimitKey(UserID())
            let slowest = await withTaskGroup(of: Duration.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        var slowest = Duration.zero
                        for _ in 0..<500 {
                            let began = ContinuousClock.now
                            #expect(await limiter.take(many, key) == nil)
                            slowest = max(slowest, ContinuousClock.now - began)
                        }
                        return slowest
                    }
                }
                server.kill()
                return await group.reduce(.zero, max)
            }
            #expect(slowest < .seconds(1), "nobody waits for a Redis that is gone")
            try await eventually { !one.isShared }
            // In this process everything goes on.
            let place = CacheKey(school, "place")
            await one.keep([1], as: place, for: .seconds(60))
            #expect(await one.value(place) == [1])
            #expect(await other.value(place) == nil)
            let five = RateLimit("five", 5, in: .seconds(600))
            for _ in 1...5 { #expect(await limiter.take(five, key) == nil) }
            #expect(await limiter.take(five, key) != nil)

            try await server.start()
            try await eventually { one.isShared && other.isShared }
            #expect(await one.value(place) == nil, "what memory stood in for is forgotten")
            await one.keep([2], as: place, for: .seconds(60))
            #expect(await other.value(place) == [2])
        }
    }

    @Test("This process counts along, so that losing Redis opens no limit here")
    func countsAlong() async throws {
        try await withTwo { server, one, _ in
            let limiter = RateLimiter(sharedBy: one)
            let five = RateLimit("five", 5, in: .seconds(600))
            let key = LimitKey(UserID())
            for _ in 1...5 { #expect(await limiter.take(five, key) == nil) }
            server.kill()
            try await eventually { !one.isShared }
            #expect(await limiter.take(five, key) != nil)
        }
    }

    @Test("A Redis that accepts and says nothing holds nobody up for longer than its patience, and once")
    func silent() async throws {
        try await RedisServer.with { server in
            let cache = Cache(try RedisAddress(url: server.url), patience: .milliseconds(100), logger: .quiet)
            try await eventually { cache.isShared }
            server.pause()
            let key = CacheKey(school, "x")
            let began = ContinuousClock.now
            for _ in 0..<200 { #expect(await cache.value(key) == nil) }
            #expect(ContinuousClock.now - began < .seconds(2))
            #expect(!cache.isShared)
            server.resume()
            try await eventually { cache.isShared }
            await cache.close()
        }
    }

    @Test("No Redis at all, a wrong password, another server: memory, and no error")
    func unusable() async throws {
        try await RedisServer.with(password: "right") { server in
            var wrong = try RedisAddress(url: server.url)
            wrong.password = "wrong"
            for address in [wrong, RedisAddress(host: "127.0.0.1", port: 1)] {
                let cache = Cache(address, logger: .quiet)
                await cache.keep([1], as: .platform("a"), for: .seconds(60))
                #expect(await cache.value(.platform("a")) == [1])
                #expect(await cache.count(.platform("b"), for: .seconds(60)) == 1)
                #expect(await cache.count(.platform("b"), for: .seconds(60)) == 2)
                #expect(!cache.isShared)
                #expect(cache.health?.status == .warn)
                await cache.close()
            }
        }
    }

    @Test("News reach other processes, and whoever missed some is told so")
    func news() async throws {
        try await withTwo { server, one, other in
            var here = one.news(of: "revocations").makeAsyncIterator()
            var there = other.news(of: "revocations").makeAsyncIterator()
            #expect(await here.next() == .mayHaveMissed)
            #expect(await there.next() == .mayHaveMissed)
            await one.publish([7], on: "revocations")
            await one.publish([8], on: "something else")
            await other.publish([9], on: "revocations")
            #expect(Set(await messages(2, &there)) == [[7], [9]])
            #expect(Set(await messages(2, &here)) == [[7], [9]])

            server.kill()
            try await eventually { !one.isShared }
            await one.publish([10], on: "revocations")
            #expect(await messages(1, &here) == [[10]], "in the process itself news go on")
            try await server.start()
            #expect(await there.next() == .mayHaveMissed)
            #expect(await here.next() == .mayHaveMissed)
            try await eventually { one.isShared && other.isShared }
            await other.publish([11], on: "revocations")
            #expect(await messages(1, &here) == [[11]])
        }
    }

    /// The next messages; a notice that something may be missing may come at any time.
    private func messages(_ count: Int, _ news: inout AsyncStream<News>.AsyncIterator) async -> [[UInt8]] {
        var messages: [[UInt8]] = []
        while messages.count < count, let next = await news.next() {
            if case .message(let message) = next { messages.append(message) }
        }
        return messages
    }

    @Test("Addresses are read, and nonsense is refused without being repeated")
    func addresses() throws {
        let full = try RedisAddress(url: "redis://campus:p%40ss@redis.internal:7000/3")
        #expect(full == RedisAddress(host: "redis.internal", port: 7000, user: "campus", password: "p@ss", database: 3))
        #expect(
            try RedisAddress(url: "redis://:secret@10.0.0.5")
                == RedisAddress(host: "10.0.0.5", port: 6379, password: "secret")
        )
        #expect(try RedisAddress(url: "redis://[::1]:6380").host == "::1")
        for wrong in [
            "", "redis://", "http://:hunter2@a", "redis://:hunter2@a/x", "redis://:hunter2@a:70000",
            "rediss://:hunter2@a",
        ] {
            let error = #expect(throws: InvalidValue.self) { try RedisAddress(url: wrong) }
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}

@Suite("A cache without Redis", .timeLimit(.minutes(5)))
struct MemoryCacheTests {
    @Test("Values, counters and news work in one process")
    func works() async throws {
        let cache = Cache(logger: .quiet)
        let key = CacheKey(TenantID(), "a")
        await cache.keep([1], as: key, for: .milliseconds(50))
        #expect(await cache.value(key) == [1])
        try await eventually { await cache.value(key) == nil }
        #expect(await cache.count(key, for: .milliseconds(50)) == 1)
        #expect(await cache.count(key, by: 4, for: .seconds(60)) == 5)
        try await eventually { await cache.count(key, by: 0, for: .milliseconds(1)) == 0 }
        await cache.forget(key)
        var news = cache.news(of: "n").makeAsyncIterator()
        #expect(await news.next() == .mayHaveMissed)
        await cache.publish([2], on: "n")
        #expect(await news.next() == .message([2]))
        #expect(cache.health == nil)
        await cache.close()
        #expect(await news.next() == nil)
    }

    @Test("A subscriber that reads nothing takes bounded room and learns that it missed something")
    func slowSubscriber() async {
        let cache = Cache(logger: .quiet)
        var news = cache.news(of: "n").makeAsyncIterator()
        for _ in 0..<5000 { await cache.publish([1], on: "n") }
        var read = 0
        while read < 1024, await news.next() != nil { read += 1 }
        await cache.publish([2], on: "n")
        #expect(await news.next() == .mayHaveMissed)
        #expect(await news.next() == .message([2]))
    }

    @Test("Values that nobody asked for make room; memory stays bounded")
    func bounded() async {
        let cache = Cache(logger: .quiet)
        let kilobytes = [UInt8](repeating: 7, count: 64 << 10)
        for number in 0..<2000 { await cache.keep(kilobytes, as: .platform("\(number)"), for: .seconds(600)) }
        var kept = 0
        for number in 0..<2000 where await cache.value(.platform("\(number)")) != nil { kept += 1 }
        #expect((1...256).contains(kept))
        #expect(await cache.value(.platform("1999")) == kilobytes)
    }
}

/// Asks until the answer is yes, for at most twenty seconds.
func eventually(_ ask: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try await ask() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not happen within 20 s")
}
