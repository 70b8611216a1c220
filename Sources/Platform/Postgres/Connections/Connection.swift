import CPostgres
import Glibc
import Synchronization

/// One connection to the server, used by the thread that opened it and by no other.
///
/// It stays in libpq's pipeline mode: whatever is sent before a `Sync` costs one round trip, and, without an explicit
/// BEGIN, is one transaction that commits at the `Sync` (PostgreSQL documentation, 55.2.4 Pipelining).
final class Connection {
    let pointer: OpaquePointer
    let cancellation: CancelHandle
    var statements = StatementCache()
    /// How long a round trip may take, and when the present one is over.
    var patience: Duration
    var deadline: ContinuousClock.Instant?
    /// Round trips so far, counted for all connections of a pool together.
    let roundTrips: Counter

    init(_ pointer: OpaquePointer, patience: Duration, roundTrips: Counter) {
        (self.pointer, self.patience) = (pointer, patience)
        self.roundTrips = roundTrips
        cancellation = CancelHandle(pointer)
    }

    deinit {
        cancellation.close()
        PQfinish(pointer)
    }

    /// Told when the answer to a batch is not there after the time of a quick one.
    var whenSlow: () -> Void = {}
    var isSlow = false
    /// How long others may be kept waiting behind a statement.
    static let quickness = Duration.milliseconds(10)
    /// Set when what the server will answer next is not known any more.
    var isPoisoned = false
    var isBroken: Bool { isPoisoned || PQstatus(pointer) == CONNECTION_BAD }

    /// Whether the server still holds its end; cheap (one `poll`), for a connection that has been idle.
    func isAlive() -> Bool {
        guard !isBroken else { return false }
        var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) != 0 else { return true }
        // An idle connection has nothing to read but notices and the end.
        return PQconsumeInput(pointer) == 1 && !isBroken && descriptor.revents & Int16(POLLHUP) == 0
    }

    /// Leaves pipeline mode for what does not work in it (COPY), and comes back.
    func withoutPipeline<R>(_ body: () throws(PostgresError) -> R) throws(PostgresError) -> R {
        guard PQexitPipelineMode(pointer) == 1 else {
            throw PostgresError(.other, "the connection is busy", serverMessage: message)
        }
        defer { PQenterPipelineMode(pointer) }
        return try body()
    }

    var message: String { PQerrorMessage(pointer).map { String(cString: $0) } ?? "" }
}

/// The means to cancel what a connection is doing, from another thread.
final class CancelHandle: Sendable {
    private struct State {
        var job: ObjectIdentifier?
        var isClosed = false
    }

    /// Only used while the lock is held, and freed once.
    private nonisolated(unsafe) let cancel: OpaquePointer?
    private let state = Mutex(State())

    init(_ connection: OpaquePointer) { cancel = PQgetCancel(connection) }

    /// From now on the connection works for `job`; `nil` when it is done. Waits for a cancellation under way, so that
    /// it cannot hit the next job.
    func work(for job: ObjectIdentifier?) { state.withLock { $0.job = job } }

    /// Asks the server to cancel `job`, if it is still being worked for, and says whether it was. Blocks for a round
    /// trip.
    func cancel(_ job: ObjectIdentifier) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.job == job else { return false }
            var reason = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &reason, Int32(reason.count))
            return true
        }
    }

    func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            PQfreeCancel(cancel)
        }
    }
}
