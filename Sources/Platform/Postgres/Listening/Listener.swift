import CPostgres
import Glibc
import Logging
import Synchronization

/// One connection, with a thread of its own, that listens on all the channels anybody wants.
final class Listener: Sendable {
    private struct State {
        var streams: [Int: (channel: String, continuation: AsyncStream<String>.Continuation)] = [:]
        var next = 0
        var thread: OwnThread?
        var isClosing = false

        var channels: Set<String> { Set(streams.values.map(\.channel)) }
    }

    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let state = Mutex(State())
    private let bell = Bell()

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        (self.configuration, self.logger) = (configuration, logger)
    }

    func stream(_ channel: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(64))
        state.withLock { state in
            guard !state.isClosing else { return continuation.finish() }
            let number = state.next
            state.next += 1
            state.streams[number] = (channel, continuation)
            continuation.onTermination = { [weak self] _ in self?.remove(number) }
            if state.thread == nil { state.thread = try? OwnThread { self.run() } }
        }
        bell.ring()
        return stream
    }

    private func remove(_ number: Int) {
        state.withLock { $0.streams[number] = nil }
        bell.ring()
    }

    func close() async {
        let (thread, streams) = state.withLock { state in
            state.isClosing = true
            defer { state.thread = nil }
            return (state.thread, state.streams.values.map(\.continuation))
        }
        for stream in streams { stream.finish() }
        guard let thread else { return }
        bell.ring()
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let end: @Sendable () -> Void = {
                thread.join()
                continuation.resume()
            }
            do { try OwnThread(end).detach() } catch { continuation.resume() }
        }
    }

    private func run() {
        var backoff = Backoff()
        while !state.withLock({ $0.isClosing }) {
            do {
                var settings = configuration.session
                settings.applicationName += " listener"
                let connection = try Connection.open(configuration.target, settings, roundTrips: Counter())
                backoff = Backoff()
                try serve(connection)
            } catch {
                logger.log(level: backoff.isFresh ? .warning : .debug, "listening: \(error)")
                bell.wait(nil, for: backoff.next())
            }
        }
    }

    /// Passes notifications on until the connection breaks or the listener closes.
    private func serve(_ connection: Connection) throws {
        var listening: Set<String> = []
        while !state.withLock({ $0.isClosing }) {
            let wanted = state.withLock { $0.channels }
            for channel in listening.subtracting(wanted) {
                _ = try connection.exchange(["unlisten \(identifier: channel)"])
            }
            for channel in wanted.subtracting(listening) {
                _ = try connection.exchange(["listen \(identifier: channel)"])
                // From here on nothing is missed; what came before may have been.
                pass("", on: channel)
            }
            listening = wanted
            while let notification = connection.notification() { pass(notification.payload, on: notification.channel) }
            bell.wait(PQsocket(connection.pointer), for: .seconds(30))
            guard PQconsumeInput(connection.pointer) == 1, !connection.isBroken else { throw connection.lost() }
        }
    }

    private func pass(_ payload: String, on channel: String) {
        let continuations = state.withLock { state in
            state.streams.values.filter { $0.channel == channel }.map(\.continuation)
        }
        for continuation in continuations { continuation.yield(payload) }
    }
}

extension Connection {
    fileprivate func notification() -> (channel: String, payload: String)? {
        guard let pointer = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(pointer) }
        return (String(cString: pointer.pointee.relname), String(cString: pointer.pointee.extra))
    }
}
