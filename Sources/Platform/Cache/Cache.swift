package import Logging
import NIOCore
package import Telemetry

/// What the processes of an installation share for a while: values that live for a time, counters, news.
///
/// With Redis it is Redis; without, or while Redis is away, it is this process's own memory, at once and without an
/// error. So a cache may have forgotten anything at any time, and two processes may differ while Redis is away: nothing
/// may depend on it for the truth, which is in PostgreSQL.
package final class Cache: Sendable {
    /// The largest value that is kept, in bytes; a larger one is not.
    package static let maximumValue = 1 << 20

    private let memory = MemoryStore()
    private let redis: RedisLink?
    private let newsroom: Newsroom

    /// A cache in Redis, or in memory alone. An answer that takes longer than `patience` counts as none.
    package init(_ address: RedisAddress? = nil, patience: Duration = .milliseconds(100), logger: Logger) {
        newsroom = Newsroom(address, patience: TimeAmount(patience), logger: logger)
        redis = address.map { [memory] address in
            // What memory stood in for is old by now.
            RedisLink(address, patience: TimeAmount(patience), logger: logger, onUp: { _ in memory.forgetAll() })
        }
        redis?.open()
    }

    /// Ends the connections; streams of news end as well.
    package func close() async {
        await newsroom.close()
        await redis?.close()
    }

    /// How an operator sees it: a warning while Redis is configured and away; `nil` without Redis.
    package var health: HealthCheck? {
        redis.map { redis in
            redis.isUp
                ? HealthCheck("redis", .pass)
                : HealthCheck("redis", .warn, detail: "away; every process counts and remembers for itself")
        }
    }

    /// The value kept under a key, unless its time is over.
    package func value(_ key: CacheKey) async -> [UInt8]? {
        guard let answer = await redis?.ask(RedisCommand("GET", key.text)) else { return memory.value(key) }
        return answer.bytes
    }

    /// Keeps a value for a time, at least a millisecond.
    package func keep(_ value: [UInt8], as key: CacheKey, for time: Duration) async {
        guard value.count <= Self.maximumValue else { return await forget(key) }
        let command = RedisCommand("SET", key.text).adding(value).adding("PX", Self.milliseconds(time))
        if await redis?.ask(command) == nil { memory.keep(value, as: key, for: time) }
    }

    /// Forgets what is kept or counted under a key.
    package func forget(_ key: CacheKey) async {
        if await redis?.ask(RedisCommand("DEL", key.text)) == nil { memory.forget(key) }
    }

    /// Adds to a counter and returns the sum. A counter begins at zero and lives for `time` from its first use.
    package func count(_ key: CacheKey, by amount: Int = 1, for time: Duration) async -> Int {
        let sum = await run(Self.counting, key.text, String(amount), Self.milliseconds(time))
        return sum?.integer ?? memory.count(key, by: amount, for: time)
    }

    /// Tells everybody who listens to a channel, in this process at once and in the others through Redis.
    ///
    /// Nothing is kept for those who are away: they hear that they may have missed something.
    package func publish(_ message: [UInt8], on channel: String) async {
        let command = newsroom.publish(message, on: channel)
        _ = await redis?.ask(command)
    }

    /// What is published on a channel from now on; the first element says when the subscription holds.
    package func news(of channel: String) -> AsyncStream<News> { newsroom.stream(channel) }

    private static func milliseconds(_ time: Duration) -> String { String(max(1, Int(time / .milliseconds(1)))) }

    private static let counting = RedisScript(
        """
        local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return sum
        """
    )
}

extension Cache {
    /// Whether other processes see what is kept now.
    package var isShared: Bool { redis?.isUp ?? false }

    /// Forgets a count that is in Redis alone.
    func forgetCount(_ key: String) async { _ = await redis?.ask(RedisCommand("DEL", key)) }

    /// What a script answers about one key; `nil` when Redis is not there.
    func run(_ script: RedisScript, _ key: String, _ arguments: String...) async -> RedisValue? {
        guard let redis else { return nil }
        func command(_ name: String, _ text: String) -> RedisCommand {
            arguments.reduce(RedisCommand(name, text, "1", key)) { $0.adding($1) }
        }
        let answer = await redis.ask(command("EVALSHA", script.digest))
        switch answer {
        case .error(let text) where text.hasPrefix("NOSCRIPT"): return await redis.ask(command("EVAL", script.text))
        case .error: return nil
        default: return answer
        }
    }
}
