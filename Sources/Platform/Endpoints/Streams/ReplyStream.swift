import EventLoops
import HTTPTypes
import HummingbirdCore
package import NIOCore

/// A body that is made while it is sent.
package struct ReplyStream: Sendable {
    /// How many bytes it will have, where that is known.
    package let length: Int?
    /// What is sent when there has been nothing to send for a while; `nil` where silence means nothing.
    let keepAlive: KeepAlive?
    /// Makes it. Runs once, also when the client is gone already: writing throws then, and what was begun for the
    /// client can be ended.
    package let make: @Sendable (StreamWriter) async throws -> Void

    package init(
        length: Int? = nil,
        keepAlive: KeepAlive? = nil,
        make: @escaping @Sendable (StreamWriter) async throws -> Void
    ) {
        (self.length, self.keepAlive, self.make) = (length, keepAlive, make)
    }

    /// Runs `make` and hands its pieces to `take` as they come. When the client goes, or `take` throws, the task that
    /// makes is cancelled, and this returns when it has ended.
    func run(_ take: (ByteBuffer) async throws -> Void) async throws {
        let relay = Relay()
        let presence = ClientPresence.current
        presence?.watch { relay.finish(ClientDeparted()) }
        defer { presence?.unwatch() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [make] in
                do {
                    try await make(StreamWriter(relay: relay))
                    relay.finish()
                } catch {
                    relay.finish(error)
                    throw error
                }
            }
            keepAlive?.begin(on: relay)
            do {
                while let piece = try await relay.next() { try await take(piece) }
            } catch {
                relay.finish(error)
                group.cancelAll()
                while !group.isEmpty { _ = try? await group.next() }
                throw error
            }
            group.cancelAll()
        }
    }

    /// Sends head and body to a client.
    func send(_ head: HTTPResponse, through writer: consuming ResponseWriter) async throws {
        var body: any ResponseBodyWriter
        do {
            body = try await writer.writeHead(head)
        } catch {
            try? await run { _ in throw error }
            throw error
        }
        do {
            try await run { try await body.write($0) }
        } catch {
            throw AnswerBroken(cause: error)
        }
        try await body.finish(nil)
    }
}

/// An answer that ends before it is whole: the connection is closed, so that the client sees it. An error of its own,
/// because Hummingbird would answer a parser's error, which another process' answer can end with, a second time.
private struct AnswerBroken: Error {
    let cause: any Error
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
