import Logging
import Synchronization

/// The life of one connection's thread: connect, work, and connect again when the connection breaks.
struct ConnectionThread {
    let pool: Pool
    let number: Int

    func run() {
        while let connection = connect() {
            var serving = Serving(pool, number, connection)
            guard serving.run() else { return }
        }
    }

    /// A connection, however long it takes; `nil` when the pool closes.
    private func connect() -> Connection? {
        var backoff = Backoff()
        while !pool.state.withLock({ $0.isClosing && $0.queue.count == 0 }) {
            do {
                return try Connection.open(
                    pool.configuration.target,
                    pool.configuration.session,
                    roundTrips: pool.roundTrips
                )
            } catch {
                let isFirst = backoff.isFresh
                pool.logger.log(level: isFirst ? .warning : .debug, "\(error)", metadata: error.logMetadata)
                let isHopeless = error.code == .configuration
                let failed = pool.state.withLock { $0.connectionFailed(isHopeless: isHopeless, now: .now) }
                for job in failed { job.fail(PostgresError(isHopeless ? .configuration : .unavailable, error.detail)) }
                pool.parkings[number].sleep(until: .now + backoff.next())
            }
        }
        return nil
    }
}

/// Pauses of 50 ms, doubling to 1 s, each shortened by up to half so that many do not come back at once.
struct Backoff {
    private var pause = Duration.milliseconds(50)
    private(set) var isFresh = true

    mutating func next() -> Duration {
        isFresh = false
        defer { pause = min(pause * 2, .seconds(1)) }
        return pause * Double.random(in: 0.5...1)
    }
}

extension PostgresError {
    /// What a debug log shows beyond the description.
    var logMetadata: Logger.Metadata { serverMessage.map { ["server": .string($0)] } ?? [:] }
}
