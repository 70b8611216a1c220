import CPostgres
import Glibc

extension Connection {
    /// Sends `queries` in one round trip and returns the result of the last.
    ///
    /// Outside a transaction block they are one transaction, committed when this returns. The error of the first that
    /// fails is thrown; the server skips the rest. Statements are prepared on the way where they are not yet.
    func exchange(_ queries: [Query], isPlatform: Bool = false) throws(PostgresError) -> QueryResult {
        try receive(send(Batch(queries, isPlatform: isPlatform)))
    }

    /// Sends a batch, to be answered after those sent before it.
    func send(_ batch: Batch) -> Exchange {
        var exchange = Exchange(onlyReads: batch.onlyReads)
        exchange.answers.reserveCapacity(batch.queries.count + 1)
        do throws(PostgresError) {
            try send(batch, &exchange.answers)
        } catch {
            exchange.failure = error
        }
        return exchange
    }

    /// Whether the batch may be sent while others are unanswered: nothing has to be prepared or cleaned up for it, and
    /// it does not keep those behind it waiting.
    func takesAhead(_ batch: Batch) -> Bool {
        !statements.needsCleanUp
            && batch.queries.allSatisfy { query in
                statements.known(query, isPlatform: batch.isPlatform).map { $0.isPrepared && $0.isQuick } ?? false
            }
    }

    private func send(_ batch: Batch, _ sent: inout [Exchange.Answer]) throws(PostgresError) {
        guard batch.queries.allSatisfy({ $0.bindings.count <= 65_535 }) else {
            throw PostgresError(.invalidValue, "too many values bound")
        }
        // Not in a transaction that has failed: it would refuse the clean-up, and with it what follows.
        if PQtransactionStatus(pointer) == PQTRANS_IDLE, let command = statements.cleanUp() {
            try send(cleanUp: command, &sent)
        }
        for query in batch.queries {
            let statement = statements.statement(for: query, isPlatform: batch.isPlatform)
            if !statement.isPrepared, !sent.contains(where: { $0.prepares(statement) }) {
                try prepare(query, statement, &sent)
            }
            try run(query, statement, &sent)
        }
        guard PQpipelineSync(pointer) == 1 else { throw lost() }
        roundTrips.increment()
    }

    private func send(cleanUp command: String, _ sent: inout [Exchange.Answer]) throws(PostgresError) {
        guard PQsendQueryParams(pointer, command, 0, nil, nil, nil, nil, 1) == 1 else { throw lost() }
        sent.append(.cleanUp)
    }

    private func prepare(
        _ query: Query,
        _ statement: PreparedStatement,
        _ sent: inout [Exchange.Answer]
    ) throws(PostgresError) {
        let types = query.bindings.types
        guard PQsendPrepare(pointer, statement.name, query.sql, Int32(types.count), types) == 1 else { throw lost() }
        sent.append(.preparation(statement))
    }

    private func run(
        _ query: Query,
        _ statement: PreparedStatement,
        _ sent: inout [Exchange.Answer]
    ) throws(PostgresError) {
        let bindings = query.bindings
        let count = bindings.count
        let isSent = bindings.bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    // An empty value needs an address too, for a null pointer means NULL.
                    let start = bytes.baseAddress ?? values.baseAddress.map { UnsafeRawPointer($0) }
                    for (index, span) in bindings.spans.enumerated() {
                        let value = span.flatMap { span in start.map { $0 + span.lowerBound } }
                        values.initializeElement(at: index, to: value?.assumingMemoryBound(to: CChar.self))
                        numbers[index] = Int32(truncatingIfNeeded: span?.count ?? 0)
                        numbers[count + index] = 1
                    }
                    let lengths = numbers.baseAddress
                    return PQsendQueryPrepared(
                        pointer,
                        statement.name,
                        Int32(count),
                        values.baseAddress,
                        lengths,
                        lengths.map { $0 + count },
                        1
                    )
                }
            }
        }
        guard isSent == 1 else { throw lost() }
        sent.append(.execution(statement, isFresh: !statement.isPrepared))
    }

    /// Reads every answer up to the `Sync`, and only then says how it went: before it, nothing is committed.
    func receive(_ exchange: Exchange) throws(PostgresError) -> QueryResult {
        if let failure = exchange.failure { throw failure }
        deadline = nil
        isSlow = false
        let began = ContinuousClock.now
        var failure: PostgresError?
        var last: (result: OpaquePointer, layout: RowLayout)?
        for answer in exchange.answers {
            guard !isBroken, let result = nextAnswer() else { break }
            let status = PQresultStatus(result)
            let isGood = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY
            if !isGood, failure == nil { failure = PostgresError(result, on: pointer) }
            switch answer {
            case .preparation(let statement): statement.isPrepared = isGood
            case .execution(_, let isFresh) where !isGood && !isFresh && failure?.isStalePlan == true:
                statements.removeAll()
            default: break
            }
            if isGood, case .execution(let statement, _) = answer {
                if let previous = last { PQclear(previous.result) }
                last = (result, statement.layout)
            } else {
                PQclear(result)
            }
            while !isBroken, let surplus = nextAnswer() { PQclear(surplus) }
        }
        let atCommit = awaitSync()
        exchange.took(.now - began)
        if let failure = failure ?? atCommit {
            if let last { PQclear(last.result) }
            throw failure
        }
        guard let last else { throw lost() }
        return QueryResult(last.result, layout: last.layout)
    }

    /// Reads up to the answer to the `Sync`; an error is of the commit, such as a deferred constraint's.
    private func awaitSync() -> PostgresError? {
        var failure: PostgresError?
        // libpq puts a null between two answers; more of them mean that it expects none.
        var nulls = 0
        while !isBroken, nulls < 4 {
            guard let result = nextAnswer() else {
                nulls += 1
                continue
            }
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_SYNC { return failure }
            if status == PGRES_FATAL_ERROR, failure == nil { failure = PostgresError(result, on: pointer) }
        }
        return failure ?? lost()
    }

    /// The next answer; waits for it a little longer than the server lets a statement take, for a server that hangs
    /// says nothing at all.
    private func nextAnswer() -> OpaquePointer? {
        while PQisBusy(pointer) == 1 {
            let limit = deadline ?? .now + patience
            deadline = limit
            var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
            let left = max(.zero, isSlow ? limit - .now : min(limit - .now, Self.quickness))
            let ready = poll(&descriptor, 1, Int32(min((left / .milliseconds(1)).rounded(.up), 1_000_000)))
            if ready == 0, !isSlow {
                isSlow = true
                whenSlow()
                continue
            }
            guard ready != 0, PQconsumeInput(pointer) == 1 else {
                if ready < 0, errno == EINTR { continue }
                isPoisoned = true
                return nil
            }
        }
        return PQgetResult(pointer)
    }

    /// The error of a connection on which nothing more can be trusted.
    func lost() -> PostgresError {
        isPoisoned = true
        return PostgresError(.connectionLost, serverMessage: message)
    }
}

extension PostgresError {
    /// Whether a prepared statement is at fault that a change of the schema or a pooler made useless: preparing it
    /// again helps (0A000 cached plan must not change result type, 26000 no such statement).
    var isStalePlan: Bool { sqlState == "0A000" || sqlState == "26000" }
}
