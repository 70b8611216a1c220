package import Logging
import Synchronization
import Telemetry
package import Values

/// A PostgreSQL database through a pool of connections.
///
/// There is no way to a statement but through a tenant, or, with a reason that is logged, across tenants. Threads start
/// with the first use and end with `shutdown()`.
package final class Database: Sendable {
    private let pool: Pool
    private let listener: Listener
    private let logger: Logger
    private let platformJobs = Counter()

    package init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.logger = logger
        pool = Pool(configuration, logger: logger)
        listener = Listener(configuration, logger: logger)
    }

    /// Finishes the work accepted, refuses more, closes every connection and waits for their threads.
    package func shutdown() async {
        await listener.close()
        await pool.close()
    }

    /// Runs `body` in one transaction that sees and writes the rows of one tenant only.
    ///
    /// The body is synchronous, so that no connection is held while somebody waits for something else. It runs again
    /// only as `retry` says, or when its first statement met a dead connection: it must not change anything outside.
    @discardableResult
    package func tenant<R: Sendable>(
        _ id: TenantID,
        retry: RetryPolicy = .never,
        isolation: Isolation = .readCommitted,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await run(.tenant(id), retry, isolation, body)
    }

    /// One tenant's rows, for single statements in one round trip each.
    package func tenant(_ id: TenantID) -> Door { Door(pool: pool, scope: .tenant(id)) }

    /// Runs `body` in one transaction that sees the rows of every tenant. The reason is logged.
    @discardableResult
    package func platform<R: Sendable>(
        reason: StaticString,
        retry: RetryPolicy = .never,
        isolation: Isolation = .readCommitted,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        audit(reason)
        return try await run(.platform, retry, isolation, body)
    }

    /// Every tenant's rows, for single statements in one round trip each. The reason is logged.
    package func platform(reason: StaticString) -> Door {
        audit(reason)
        return Door(pool: pool, scope: .platform)
    }

    /// Notifications on `channel`, as long as the stream is iterated; the buffer holds the newest 64.
    ///
    /// They only wake: an empty one comes whenever some may have been missed, so poll then.
    package func listen(_ channel: String) -> AsyncStream<String> { listener.stream(channel) }

    /// Whether the database answers `select 1` in time.
    package func isHealthy(within limit: Duration = .milliseconds(500)) async -> Bool {
        let pool = pool
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                let answer: Bool? = try? await pool.run(wait: limit) { connection, _ in
                    let patience = connection.patience
                    defer { connection.patience = patience }
                    // A server that hangs does not take a cancellation either.
                    connection.patience = limit
                    return try connection.exchange(["select 1"]).rowCount == 1
                }
                return answer ?? false
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    package var statistics: PoolStatistics {
        var statistics = pool.state.withLock { $0.statistics(now: .now) }
        statistics.roundTrips = pool.roundTrips.value
        statistics.platformJobs = platformJobs.value
        return statistics
    }

    private func run<R: Sendable>(
        _ scope: Scope,
        _ retry: RetryPolicy,
        _ isolation: Isolation,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        // The body runs on the connection's thread: what it reports belongs to the request that is waiting.
        let context = RequestContext.current
        return try await retry.run {
            try await pool.run { connection, job in
                let session = TransactionSession(scope, isolation, on: connection, for: job)
                return try RequestContext.$current.withValue(context) {
                    try session.finish { try body(Transaction(session)) }
                }
            }
        }
    }

    private func audit(_ reason: StaticString) {
        platformJobs.increment()
        logger.debug("across tenants", metadata: ["reason": "\(reason)"])
    }
}
