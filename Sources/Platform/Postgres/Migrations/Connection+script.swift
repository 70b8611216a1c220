import CPostgres

extension Connection {
    /// Runs a script of several statements without values, as psql would.
    func run(script: String) throws(PostgresError) {
        try withoutPipeline { () throws(PostgresError) in
            let result = PQexec(pointer, script)
            defer { PQclear(result) }
            roundTrips.increment()
            guard let result, !isBroken else { throw lost() }
            let status = PQresultStatus(result)
            guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else {
                throw PostgresError(result, on: pointer)
            }
        }
    }

    /// Runs `body` in a transaction.
    func transaction(_ body: () throws(PostgresError) -> Void) throws(PostgresError) {
        try run(script: "begin")
        do throws(PostgresError) {
            try body()
            try run(script: "commit")
        } catch {
            try? run(script: "rollback")
            throw error
        }
    }

    /// All rows of a query of our own.
    func rows<T: Decodable>(_ query: Query, as type: T.Type = T.self) throws(PostgresError) -> [T] {
        let result = try exchange([query])
        do {
            return try result.rows(T.self)
        } catch {
            throw error as? PostgresError ?? PostgresError(.decoding)
        }
    }
}
