import CPostgres
import Values

/// A transaction in progress on one connection.
///
/// BEGIN and the scope's setting are sent with the first statement, a savepoint with the first after it, so that they
/// cost no round trip.
final class TransactionSession {
    let scope: Scope
    private let connection: Connection
    private let job: Job
    /// To be sent in front of the next statement.
    private var pending: [Query]
    private var isBegun = false
    /// The error after which PostgreSQL refuses everything but a rollback.
    private var failure: PostgresError?
    private var savepoints = 0
    private var statements = 0

    init(_ scope: Scope, _ isolation: Isolation, on connection: Connection, for job: Job) {
        (self.scope, self.connection, self.job) = (scope, connection, job)
        pending = [isolation.begin] + (scope.setting.map { [$0] } ?? [])
    }

    func run(_ query: Query, fileID: StaticString, line: UInt) throws -> QueryResult {
        try checkUsable()
        let isFirst = !isBegun
        isBegun = true
        statements += 1
        do throws(PostgresError) {
            let result = try connection.exchange(pending + [query], isPlatform: scope.isPlatform)
            pending = []
            return result
        } catch {
            pending = []
            var error = error
            error.statement = .init(sql: query.sql, fileID: fileID, line: line)
            failure = error
            // Nothing is committed before COMMIT is sent, and the body has seen no row yet.
            if isFirst, connection.isBroken || error.isStalePlan { throw WithoutEffect(cause: error) }
            throw error
        }
    }

    private func checkUsable() throws {
        if job.wasCancelled { throw CancellationError() }
        if let failure { throw failure }
    }

    /// Commits what `body` did, or rolls it back when it throws.
    func finish<R>(_ body: () throws -> R) throws -> R {
        let value: R
        do {
            value = try body()
            if let failure { throw failure }
        } catch {
            rollBack()
            throw error
        }
        guard isBegun else { return value }
        if job.wasCancelled {
            rollBack()
            throw CancellationError()
        }
        do throws(PostgresError) {
            let result = try connection.exchange(["commit"])
            if result.isRollback { throw PostgresError(.other, "the transaction had failed and was rolled back") }
        } catch {
            throw error.atCommit
        }
        return value
    }

    private func rollBack() {
        guard isBegun, !connection.isBroken else { return }
        // A connection that cannot even roll back is closed, which rolls back.
        if (try? connection.exchange(["rollback"])) == nil { connection.isPoisoned = true }
    }

    /// Runs `body`; when it throws, only what it did is taken back, and the transaction goes on.
    func savepoint<R>(_ body: () throws -> R) throws -> R {
        try checkUsable()
        savepoints += 1
        let name = "s\(savepoints)"
        let (waiting, sent) = (pending.count, statements)
        pending.append("savepoint \(identifier: name)")
        do {
            let value = try body()
            if let failure { throw failure }
            if statements == sent {
                pending.removeSubrange(waiting...)
            } else {
                pending.append("release savepoint \(identifier: name)")
            }
            return value
        } catch {
            if statements == sent {
                pending.removeSubrange(waiting...)
            } else if !connection.isBroken, !job.wasCancelled {
                pending = []
                _ = try connection.exchange(["rollback to savepoint \(identifier: name)"])
                failure = nil
            }
            throw error
        }
    }

    /// Loads rows with COPY, which libpq does outside its pipeline mode.
    func copy(_ copy: Copy, fileID: StaticString, line: UInt) throws -> Int {
        try checkUsable()
        if !pending.isEmpty { _ = try run("select", fileID: fileID, line: line) }
        do throws(PostgresError) {
            return try connection.copy(copy)
        } catch {
            var error = error
            error.statement = .init(sql: copy.sql, fileID: fileID, line: line)
            failure = error
            throw error
        }
    }
}

extension PostgresError {
    /// The same error when it came while committing: without a word from the server nobody knows whether it did.
    var atCommit: PostgresError {
        guard code == .connectionLost, sqlState == nil else { return self }
        var error = self
        error.code = .outcomeUnknown
        return error
    }
}
