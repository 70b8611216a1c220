import Logging
import NIOCore
import NIOPosix
import Synchronization

/// A connection to Redis that is made again whenever it is lost.
///
/// What is asked while there is none is answered at once with nothing: the connection is the breaker. It counts as up
/// only when Redis has answered on it, so a Redis that accepts and says nothing keeps nobody waiting.
final class RedisLink: Sendable {
    private struct State {
        /// There, and Redis has answered on it.
        var channel: (any Channel)?
        /// Made, perhaps not greeted yet.
        var opening: (any Channel)?
        var failures = 0
        var retry: Scheduled<Void>?
        var isClosed = false
    }

    private let address: RedisAddress
    private let patience: TimeAmount
    private let loop: any EventLoop
    private let logger: Logger
    private let state = Mutex(State())
    private let onUp: @Sendable (RedisLink) -> Void
    private let onMessage: @Sendable (_ channel: [UInt8], _ message: [UInt8]) -> Void

    /// `onUp` hears of every connection, the first as well, on the event loop.
    init(
        _ address: RedisAddress,
        patience: TimeAmount,
        logger: Logger,
        onUp: @escaping @Sendable (RedisLink) -> Void = { _ in },
        onMessage: @escaping @Sendable (_ channel: [UInt8], _ message: [UInt8]) -> Void = { _, _ in }
    ) {
        (self.address, self.patience, self.logger) = (address, patience, logger)
        (self.onUp, self.onMessage) = (onUp, onMessage)
        loop = MultiThreadedEventLoopGroup.singleton.next()
    }

    /// Whether Redis is there now.
    var isUp: Bool { state.withLock { $0.channel != nil } }

    /// Begins to connect; returns at once.
    func open() { loop.execute { self.connect() } }

    /// Ends the connection and makes no other.
    func close() async {
        let channel = state.withLock { state in
            state.isClosed = true
            state.retry?.cancel()
            state.channel = nil
            return state.opening
        }
        try? await channel?.close().get()
    }

    /// The answer to a command; `nil` when Redis is away or too slow.
    func ask(_ command: RedisCommand) async -> RedisValue? { try? await send(command)?.get() }

    /// Sends a command, whose answer comes; `nil` when Redis is away.
    func send(_ command: RedisCommand) -> EventLoopFuture<RedisValue>? {
        state.withLock { $0.channel }.map { Self.ask(command, on: $0) }
    }

    private static func ask(_ command: RedisCommand, on channel: any Channel) -> EventLoopFuture<RedisValue> {
        let answer = channel.eventLoop.makePromise(of: RedisValue.self)
        // The handler takes the request, and with it the promise, or refuses it: then the promise is ours.
        channel.write(RedisRequest(bytes: command.formatted(), answer: answer)).whenFailure { answer.fail($0) }
        return answer.futureResult
    }

    private func connect() {
        guard !state.withLock({ $0.isClosed }) else { return }
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(1))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [patience, onMessage] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try RedisHandler(patience: patience, onMessage: onMessage)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: address.host, port: address.port)
            .whenComplete { result in
                switch result {
                case .success(let channel): self.greet(channel)
                case .failure(let error): self.lost(because: error)
                }
            }
    }

    /// Says who we are; the connection is there once Redis has agreed to everything.
    private func greet(_ channel: any Channel) {
        let isClosed = state.withLock { state in
            state.opening = channel
            return state.isClosed
        }
        if isClosed { return channel.close(promise: nil) }
        var greeting: [RedisCommand] = []
        if let password = address.password {
            let command = RedisCommand("AUTH")
            greeting.append((address.user.map { command.adding($0) } ?? command).adding(password))
        }
        if address.database != 0 { greeting.append(RedisCommand("SELECT", String(address.database))) }
        greeting.append(RedisCommand("PING"))
        let answers = greeting.map { command in
            Self.ask(command, on: channel).flatMapThrowing { answer in
                if case .error(let text) = answer { throw RedisLost(text) }
            }
        }
        EventLoopFuture.andAllSucceed(answers, on: loop).whenComplete { result in
            if case .failure(let error) = result {
                channel.closeFuture.whenComplete { _ in self.lost(because: error) }
                return channel.close(promise: nil)
            }
            self.state.withLock { state in
                state.failures = 0
                if !state.isClosed { state.channel = channel }
            }
            channel.closeFuture.whenComplete { _ in self.lost(because: nil) }
            self.logger.notice("redis is there")
            self.onUp(self)
        }
    }

    /// Tries again: at once after a connection that worked, then with a pause that grows to two seconds.
    private func lost(because error: (any Error)?) {
        let failures = state.withLock { state -> Int? in
            (state.channel, state.opening) = (nil, nil)
            guard !state.isClosed else { return nil }
            defer { state.failures += 1 }
            let pause = Int64.random(in: 0...min(2000, 50 << min(state.failures, 6)))
            state.retry = loop.scheduleTask(in: .milliseconds(10 + pause)) { self.connect() }
            return state.failures
        }
        // The first failure is news; the hundredth is not.
        guard let failures, failures == 0 else { return }
        logger.warning(
            "redis is away; this process goes on with its own memory",
            metadata: ["reason": "\(error.map { "\($0)" } ?? "the connection was lost")"]
        )
    }
}
