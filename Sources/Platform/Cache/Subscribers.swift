import Synchronization

/// Who listens to what in this process.
final class Subscribers: Sendable {
    /// What a slow subscriber may leave unread; the rest is dropped, and it is told so.
    private static let backlog = 1024

    private struct Subscriber {
        let channel: String
        let stream: AsyncStream<News>.Continuation
        /// Something was dropped, and it has not been told yet.
        var owesNotice = false
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var next = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    /// The channels that anybody listens to.
    var channels: Set<String> { state.withLock { Set($0.subscribers.values.map(\.channel)) } }

    /// News of a channel; `onLast` runs when its last subscriber has gone.
    func stream(_ channel: String, onLast: @escaping @Sendable () -> Void) -> AsyncStream<News> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: News.self,
            bufferingPolicy: .bufferingOldest(Self.backlog)
        )
        let number = state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.next += 1
            state.subscribers[state.next] = Subscriber(channel: channel, stream: continuation)
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            let wasLast = self?.state.withLock { state in
                state.subscribers[number] = nil
                return !state.isFinished && !state.subscribers.values.contains { $0.channel == channel }
            }
            if wasLast == true { onLast() }
        }
        return stream
    }

    func tell(_ news: News, on channel: String) {
        state.withLock { state in
            for (number, subscriber) in state.subscribers where subscriber.channel == channel {
                var subscriber = subscriber
                if subscriber.owesNotice, case .enqueued = subscriber.stream.yield(.mayHaveMissed) {
                    subscriber.owesNotice = false
                }
                if case .dropped = subscriber.stream.yield(news) { subscriber.owesNotice = true }
                state.subscribers[number] = subscriber
            }
        }
    }

    /// Ends all streams, and every one asked for from now on.
    func finish() {
        let streams = state.withLock { state in
            state.isFinished = true
            defer { state.subscribers = [:] }
            return state.subscribers.values.map(\.stream)
        }
        for stream in streams { stream.finish() }
    }
}
