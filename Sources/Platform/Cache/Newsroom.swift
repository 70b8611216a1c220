import FoundationEssentials
import Logging
import NIOCore

/// Hands news to the subscribers of this process, and brings them the news of others from Redis.
final class Newsroom: Sendable {
    private let subscribers = Subscribers()
    /// A connection that listens may do nothing else, so this one is apart from the one that asks.
    private let link: RedisLink?
    /// Begins every message, so that a process knows its own when they come back.
    private let origin = withUnsafeBytes(of: UUID().uuid) { Array($0) }

    init(_ address: RedisAddress?, patience: TimeAmount, logger: Logger) {
        link = address.map { [subscribers, origin] address in
            RedisLink(
                address,
                patience: patience,
                logger: logger,
                onUp: { link in
                    for channel in subscribers.channels { Self.subscribe(to: channel, on: link, subscribers) }
                },
                onMessage: { channel, message in
                    guard message.count >= origin.count, !message.starts(with: origin) else { return }
                    let channel = String(decoding: channel.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
                    subscribers.tell(.message(Array(message.dropFirst(origin.count))), on: channel)
                }
            )
        }
        link?.open()
    }

    func close() async {
        subscribers.finish()
        await link?.close()
    }

    func stream(_ channel: String) -> AsyncStream<News> {
        let stream = subscribers.stream(channel) { [link] in
            _ = link?.send(RedisCommand("UNSUBSCRIBE", Self.prefix + channel))
        }
        if let link {
            Self.subscribe(to: channel, on: link, subscribers)
        } else {
            subscribers.tell(.mayHaveMissed, on: channel)
        }
        return stream
    }

    /// Tells this process, and returns the command that tells the others.
    func publish(_ message: [UInt8], on channel: String) -> RedisCommand {
        subscribers.tell(.message(message), on: channel)
        return RedisCommand("PUBLISH", Self.prefix + channel).adding(origin + message)
    }

    private static let prefix = "elymica:news:"

    /// Sent for every new subscriber and again on every new connection: subscribing twice is the same as once.
    private static func subscribe(to channel: String, on link: RedisLink, _ subscribers: Subscribers) {
        link.send(RedisCommand("SUBSCRIBE", prefix + channel))?.whenSuccess { _ in
            subscribers.tell(.mayHaveMissed, on: channel)
        }
    }
}
