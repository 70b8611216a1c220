import CPostgres
import Logging
import Synchronization

/// The life of one connection's thread: connect, work, and connect again when the connection breaks.
struct ConnectionThread {
    let pool: Pool
    let number: Int

    func run() {
        while let connection = connect() {
            guard serve(connection) else { return }
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

    /// Works until the connection breaks (true) or the pool closes (false).
    private func serve(_ connection: Connection) -> Bool {
        while true {
            switch pool.state.withLock({ $0.assign(number, connection.cancellation) }) {
            case .run(let job):
                let again = perform(job, connection)
                guard connection.isBroken else { continue }
                disconnected(again)
                return true
            case .sleep:
                pool.parkings[number].sleep()
                guard !connection.isAlive() else { continue }
                disconnected(nil)
                return true
            case .stop: return false
            }
        }
    }

    /// Runs a job; returns it when it is to run again on another connection.
    private func perform(_ job: Job, _ connection: Connection) -> Job? {
        if job.wasCancelled {
            job.fail(CancellationError())
            return nil
        }
        connection.cancellation.work(for: ObjectIdentifier(job))
        defer { connection.cancellation.work(for: nil) }
        var outcome = job.run(on: connection)
        if case .again = outcome, !connection.isBroken { outcome = job.run(on: connection) }
        if !connection.isBroken, PQtransactionStatus(connection.pointer) != PQTRANS_IDLE {
            connection.isPoisoned = true
        }
        if case .again = outcome { return job }
        return nil
    }

    private func disconnected(_ again: Job?) {
        let (others, refused, watch) = pool.state.withLock { state in
            let others = state.disconnected(number)
            let isRefused = state.isClosing || again.map { $0.deadline <= .now } ?? false
            if let again, !isRefused { state.queue.prepend(again) }
            return (others, isRefused, state.queue.count > 0 && state.beginWatching())
        }
        if refused { again?.fail(PostgresError(.unavailable)) }
        if watch { pool.watchParking.wake() }
        for other in others { pool.parkings[other].wake() }
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
