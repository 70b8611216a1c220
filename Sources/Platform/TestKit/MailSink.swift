import NIOCore
import NIOPosix
import Synchronization

/// A real SMTP server on this machine that keeps what it is given, for tests.
///
/// It takes every mail and every password, unless told otherwise with ``answer(_:at:times:)``.
package final class MailSink: Sendable {
    /// The port it listens on at 127.0.0.1.
    package let port: Int
    /// Where a mailer finds it: `smtp://127.0.0.1:<port>`.
    package var url: String { "smtp://127.0.0.1:\(port)" }

    private let channel: any Channel
    private let inbox: MailSinkInbox

    /// A step of a mail's way in, as the server sees it.
    package enum Step: Hashable, Sendable {
        case greeting
        case hello
        case authentication
        case sender
        case recipient
        case data
        /// The end of the mail's text.
        case content
    }

    /// What the server does at a step instead of agreeing.
    package enum Answer: Hashable, Sendable {
        /// A reply such as `450 4.2.1 try later`.
        case reply(String)
        /// Ends the connection without a word.
        case close
        /// Says nothing, and keeps the connection.
        case silence
    }

    private init(channel: any Channel, port: Int, inbox: MailSinkInbox) {
        (self.channel, self.port, self.inbox) = (channel, port, inbox)
    }

    /// A server that listens; stop it with ``stop()``.
    package static func start() async throws -> MailSink {
        let inbox = MailSinkInbox()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(MailSinkHandler(inbox: inbox))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return MailSink(channel: channel, port: channel.localAddress?.port ?? 0, inbox: inbox)
    }

    /// Runs `body` with a server that is stopped afterwards.
    package static func with<Result>(_ body: (MailSink) async throws -> Result) async throws -> Result {
        let sink = try await start()
        do {
            let result = try await body(sink)
            try await sink.stop()
            return result
        } catch {
            try? await sink.stop()
            throw error
        }
    }

    /// Stops listening.
    package func stop() async throws {
        if channel.isActive { try await channel.close() }
    }

    /// Makes the server give that answer at that step, so many times.
    package func answer(_ answer: Answer, at step: Step, times: Int = .max) {
        inbox.plan(answer, at: step, times: times)
    }

    /// All mails that have come in so far.
    package var mails: [ReceivedMail] { inbox.mails }

    /// How many connections have been made so far.
    package var connections: Int { inbox.connections }

    /// The next mail to that address, waiting for it if need be; each mail is given out once.
    ///
    /// - Throws: `CancellationError`.
    package func next(to address: String? = nil) async throws -> ReceivedMail { try await inbox.next(to: address) }
}
