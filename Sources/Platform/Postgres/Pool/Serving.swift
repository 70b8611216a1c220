import CPostgres
import Synchronization

/// What a connection's thread does with its connection: one job after the other, and batches sent ahead where that
/// keeps nobody waiting.
struct Serving {
    /// A job whose batch is on its way.
    private typealias Sent = (job: Job, exchange: Exchange)

    private let pool: Pool
    private let number: Int
    private let connection: Connection
    /// Those that wait for their turn, oldest first.
    private var ahead: [Sent] = []

    init(_ pool: Pool, _ number: Int, _ connection: Connection) {
        (self.pool, self.number, self.connection) = (pool, number, connection)
        connection.whenSlow = { Self.callHelp(pool, number) }
    }

    /// Works until the connection breaks (true) or the pool closes (false).
    mutating func run() -> Bool {
        while true {
            switch pool.state.withLock({ $0.assign(number, connection.cancellation, sent: ahead.first?.job) }) {
            case .run(let job):
                var again = perform(job, ahead.isEmpty ? nil : ahead.removeFirst().exchange) ? [job] : []
                if connection.isBroken {
                    again += ahead.filter { $0.job.run(on: connection, $0.exchange) == .again }.map(\.job)
                    disconnected(again)
                    return true
                }
                if !again.isEmpty { putBack(again) }
            case .sleep:
                pool.parkings[number].sleep()
                guard !connection.isAlive() else { continue }
                disconnected([])
                return true
            case .stop: return false
            }
        }
    }

    /// Runs a job, whose batch may be on its way; whether it is to run again.
    private mutating func perform(_ job: Job, _ sent: Exchange?) -> Bool {
        if sent == nil, job.wasCancelled {
            job.fail(CancellationError())
            return false
        }
        connection.cancellation.work(for: ObjectIdentifier(job))
        defer { connection.cancellation.work(for: nil) }
        // Cancelled after it was sent and before its turn, when nobody could tell the server.
        if job.wasCancelled { pool.canceller.cancel(job, connection.cancellation) }
        let exchange = sent ?? job.batch.map { connection.send($0) }
        if let exchange, exchange.isQuick { sendAhead() } else { Self.callHelp(pool, number) }
        var outcome = job.run(on: connection, exchange)
        guard ahead.isEmpty else { return outcome == .again }
        if outcome == .again, !connection.isBroken { outcome = job.run(on: connection, nil) }
        if !connection.isBroken, PQtransactionStatus(connection.pointer) != PQTRANS_IDLE {
            connection.isPoisoned = true
        }
        return outcome == .again
    }

    /// Sends what waits and will be quick, so that the server has something to do while its answers are read.
    private mutating func sendAhead() {
        let room = PoolState.depth - ahead.count
        for job in pool.state.withLock({ $0.takeAhead(upTo: room) { connection.takesAhead($0) } }) {
            guard let batch = job.batch else { continue }
            var exchange = connection.send(batch)
            exchange.isAhead = true
            ahead.append((job, exchange))
        }
    }

    /// Nobody waits behind what is not quick: other connections are woken.
    private static func callHelp(_ pool: Pool, _ number: Int) {
        for help in pool.state.withLock({ $0.slowed(number) }) { pool.call(help) }
    }

    /// The connection is gone; `again` are jobs that may run on another.
    private func disconnected(_ again: [Job]) {
        let (others, refused) = pool.state.withLock { state in
            (state.disconnected(number), again.filter { state.isClosing || $0.deadline <= .now })
        }
        for job in refused { job.fail(PostgresError(.unavailable)) }
        putBack(again.filter { job in !refused.contains { $0 === job } })
        for other in others { pool.parkings[other].wake() }
    }

    /// Puts jobs in front of the queue that are to run again.
    private func putBack(_ jobs: [Job]) {
        let watch = pool.state.withLock { state in
            for job in jobs.reversed() { state.queue.prepend(job) }
            return state.queue.count > 0 && state.beginWatching()
        }
        if watch { pool.watchParking.wake() }
    }
}
