/// A query and where it stands, to name both when its result is not what was expected.
struct Located {
    let statement: PostgresError.Statement
    private let onlyReads: Bool

    init(_ query: Query, _ fileID: StaticString, _ line: UInt) {
        onlyReads = query.onlyReads
        statement = .init(sql: query.sql, fileID: fileID, line: line)
    }

    func rows<T: Decodable>(_ type: T.Type, in result: borrowing QueryResult) throws -> [T] {
        do { return try result.rows(T.self) } catch { throw located(error) }
    }

    func first<T: Decodable>(_ type: T.Type, in result: borrowing QueryResult) throws -> T? {
        guard result.rowCount > 0 else { return nil }
        do { return try result.row(T.self, 0) } catch { throw located(error) }
    }

    func value<T: Decodable>(_ type: T.Type, in result: borrowing QueryResult) throws -> T? {
        guard result.rowCount > 0, !result.isNull(0) else { return nil }
        do { return try result.value(T.self) } catch { throw located(error) }
    }

    /// What the error of a statement that is a transaction by itself means.
    func outcome(of error: PostgresError, isConnectionBroken: Bool) -> any Error {
        var error = error
        error.statement = statement
        // The server refused, so nothing was committed: a statement to be prepared again, or a farewell before the end.
        if error.isStalePlan || (isConnectionBroken && error.sqlState != nil) { return WithoutEffect(cause: error) }
        return onlyReads ? error : error.atCommit
    }

    private func located(_ error: any Error) -> any Error {
        guard var error = error as? PostgresError else { return error }
        error.statement = statement
        return error
    }
}
