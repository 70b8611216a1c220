import EventLoops
import HTTPTypes
package import NIOCore
import Telemetry

/// A body that is made while it is sent.
package struct ReplyStream: Sendable {
    /// How many bytes it will have, where that is known.
    package let length: Int?
    /// What is sent when there has been nothing to send for a while; `nil` where silence means nothing.
    private let keepAlive: KeepAlive?
    private var source: Source
    private var watch: Watch?

    /// Who is told that it begins, and that it is over, with the error that ended it early: `ClientDeparted` where a
    /// piece was not taken.
    typealias Watch = (began: @Sendable () -> Void, over: @Sendable ((any Error)?) -> Void)

    private enum Source {
        case made(@Sendable (StreamWriter) async throws -> Void)
        case relayed(Relay, over: @Sendable ((any Error)?) async -> Void)
    }

    /// `make` makes it. Runs once, also when the client is gone already: writing throws then, and what was begun for
    /// the client can be ended.
    package init(
        length: Int? = nil,
        keepAlive: KeepAlive? = nil,
        make: @escaping @Sendable (StreamWriter) async throws -> Void
    ) {
        (self.length, self.keepAlive, source) = (length, keepAlive, .made(make))
    }

    /// What somebody else puts into `relay`, as it comes. `over` is called at its end, or with the error that ended it
    /// early; the request is over when it returns.
    package init(
        _ relay: Relay,
        keepAlive: KeepAlive? = nil,
        over: @escaping @Sendable ((any Error)?) async -> Void
    ) {
        (length, self.keepAlive, source) = (nil, keepAlive, .relayed(relay, over: over))
    }

    /// The same, watched, and made with `context`.
    func watched(by watch: Watch, in context: RequestContext?) -> ReplyStream {
        var stream = self
        stream.watch = watch
        if case .made(let make) = source {
            stream.source = .made { writer in
                try await RequestContext.$current.withValue(context) { try await make(writer) }
            }
        }
        return stream
    }

    /// Hands its pieces to `take` as they come. When the client goes, or `take` throws, whoever makes them is told, and
    /// this returns when they have ended.
    func run(_ take: (ByteBuffer) async throws -> Void) async throws {
        watch?.began()
        var isRefused = false
        let taking = { (piece: ByteBuffer) async throws in
            do {
                try await take(piece)
            } catch {
                isRefused = true
                throw error
            }
        }
        do {
            switch source {
            case .made(let make): try await run(make, taking)
            case .relayed(let relay, let over): try await hand(on: relay, taking, over)
            }
            watch?.over(nil)
        } catch {
            watch?.over(isRefused ? ClientDeparted() : error)
            throw error
        }
    }

    private func run(
        _ make: @escaping @Sendable (StreamWriter) async throws -> Void,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        let relay = Relay()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await make(StreamWriter(relay: relay))
                    relay.finish()
                } catch {
                    relay.finish(error)
                    throw error
                }
            }
            try await hand(on: relay, take) { error in
                if error != nil { group.cancelAll() }
                while !group.isEmpty { _ = try? await group.next() }
            }
        }
    }

    private func hand(
        on relay: Relay,
        _ take: (ByteBuffer) async throws -> Void,
        _ over: ((any Error)?) async -> Void
    ) async throws {
        let presence = ClientPresence.current
        presence?.watch { relay.finish(ClientDeparted()) }
        defer { presence?.unwatch() }
        keepAlive?.begin(on: relay)
        do {
            while let piece = try await relay.next() { try await take(piece) }
        } catch {
            relay.finish(error)
            await over(error)
            throw error
        }
        await over(nil)
    }

    /// Sends head and body to a client.
    func send(_ head: HTTPResponse, through writer: AnswerWriter) async throws {
        do {
            try await writer.begin(head)
        } catch {
            try? await run { _ in throw error }
            throw error
        }
        try await run { try await writer.write($0) }
        try await writer.end()
    }
}

/// What a handler writes a streamed answer to.
package struct StreamWriter: Sendable {
    let relay: Relay

    /// Sends bytes on. Waits while the client reads slower than this writes; throws when it is gone.
    package func write(_ piece: ByteBuffer) async throws { try await relay.send(piece) }

    /// Sends a text on.
    package func write(_ text: String) async throws { try await relay.send(ByteBuffer(string: text)) }
}

/// Keeps proxies and clients from taking a silent stream for a dead one.
package struct KeepAlive: Sendable {
    let interval: Duration
    let text: String

    /// Something that clients skip, sent when nothing else was for one to two intervals.
    package init(_ text: String, every interval: Duration = .seconds(4)) {
        (self.text, self.interval) = (text, interval)
    }

    /// Looks at the relay from now on, until it ends.
    fileprivate func begin(on relay: Relay, after sent: Int = 0) {
        relay.watch(
            Loops.after(interval) {
                let count = relay.count
                if count == sent { relay.fill(ByteBuffer(string: text)) }
                begin(on: relay, after: count)
            }
        )
    }
}

/// The client went before its answer was whole.
package struct ClientDeparted: Error {
    package init() {}
}
