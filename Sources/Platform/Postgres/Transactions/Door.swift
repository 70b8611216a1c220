/// Statements that are a transaction by themselves, in one round trip each: what opens one tenant's rows, or all.
///
/// Made by `database.tenant(id)` and `database.platform(reason:)`.
package struct Door: Sendable {
    let pool: Pool
    let scope: Scope

    /// All rows, decoded as in `Transaction.all`.
    package func all<T: Decodable & Sendable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [T] {
        try await run(query, fileID, line) { try $0.rows(T.self, in: $1) }
    }

    /// The first row, `nil` when there is none.
    package func first<T: Decodable & Sendable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> T? {
        try await run(query, fileID, line) { try $0.first(T.self, in: $1) }
    }

    /// The first column of the first row; `nil` when there is no row or it is NULL.
    package func value<T: Decodable & Sendable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> T? {
        try await run(query, fileID, line) { try $0.value(T.self, in: $1) }
    }

    /// How many rows were inserted, changed or deleted.
    @discardableResult
    package func execute(
        _ query: Query,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Int {
        try await run(query, fileID, line) { $1.affectedRows }
    }

    private func run<R: Sendable>(
        _ query: Query,
        _ fileID: StaticString,
        _ line: UInt,
        _ read: @escaping @Sendable (Located, borrowing QueryResult) throws -> R
    ) async throws -> R {
        let batch = Batch(
            scope.setting.map { [$0, query] } ?? [query],
            isPlatform: scope.isPlatform,
            onlyReads: query.onlyReads
        )
        return try await pool.run(batch) { connection, exchange in
            let located = Located(query, fileID, line)
            let result: QueryResult
            do throws(PostgresError) {
                result = try connection.receive(exchange)
            } catch {
                throw located.outcome(of: error, isConnectionBroken: connection.isBroken)
            }
            return try read(located, result)
        }
    }
}
