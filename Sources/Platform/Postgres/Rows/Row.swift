import CPostgres

/// One row of a result, while it is being decoded.
struct Row {
    let result: OpaquePointer
    let index: Int32
    let layout: RowLayout

    func isNull(_ column: Int32) -> Bool { PQgetisnull(result, index, column) != 0 }

    func cell(_ column: Int32) -> Cell {
        let count = Int(PQgetlength(result, index, column))
        let start = UnsafeRawPointer(PQgetvalue(result, index, column))
        return Cell(
            oid: layout.columns[Int(column)].oid,
            bytes: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        )
    }

    func name(_ column: Int32) -> String { layout.columns[Int(column)].name }

    /// The value of a column that must not be NULL.
    func value<T: Decodable>(_ type: T.Type, _ column: Int32) throws -> T {
        guard !isNull(column) else { throw failure("is NULL", column) }
        let cell = cell(column)
        do throws(CellMismatch) {
            if let type = T.self as? any PostgresValue.Type, !cell.isDocument || type.readsDocuments {
                // The cast succeeds: `type` is `T`.
                if let value = try type.decode(cell) as? T { return value }
                throw CellMismatch("is no \(T.self)")
            }
            if cell.isDocument { return try cell.document(T.self) }
        } catch {
            throw failure(error.reason, column)
        }
        do {
            return try T(from: CellDecoder(row: self, column: column))
        } catch let error as PostgresError {
            throw error
        } catch {
            // A type's own `init(from:)` may quote the value in its error.
            throw failure("holds a value that is no \(T.self)", column)
        }
    }

    /// The value of a column of a type that is known without a cast.
    func scalar<T: PostgresValue>(_ type: T.Type, _ column: Int32) throws(PostgresError) -> T {
        guard !isNull(column) else { throw failure("is NULL", column) }
        do throws(CellMismatch) {
            return try T.decode(cell(column))
        } catch {
            throw failure(error.reason, column)
        }
    }

    func failure(_ reason: String, _ column: Int32) -> PostgresError {
        failure("column \(name(column)) \(reason)", column: name(column))
    }

    func failure(_ detail: String, column: String?) -> PostgresError {
        var error = PostgresError(.decoding, detail)
        error.column = column
        return error
    }
}

extension PostgresValue {
    /// Whether a `jsonb` column is this type's own, rather than a document to decode.
    fileprivate static var readsDocuments: Bool { postgresType == .jsonb }
}

extension QueryResult {
    /// All rows as values: a type that is a column by itself takes the first column, any other its properties' columns.
    func rows<T: Decodable>(_ type: T.Type) throws -> [T] {
        var values: [T] = []
        values.reserveCapacity(rowCount)
        for index in 0..<Int32(rowCount) { values.append(try row(T.self, index)) }
        return values
    }

    func row<T: Decodable>(_ type: T.Type, _ index: Int32) throws -> T {
        let row = Row(result: pointer, index: index, layout: layout)
        guard !layout.columns.isEmpty else { throw row.failure("the statement returns no columns", column: nil) }
        if T.self is any PostgresValue.Type { return try row.value(T.self, 0) }
        do {
            return try T(from: RowDecoder(row: row))
        } catch let error as PostgresError {
            throw error
        } catch {
            throw row.failure("the row is no \(T.self)", column: nil)
        }
    }

    func isNull(_ column: Int32) -> Bool { PQgetisnull(pointer, 0, column) != 0 }

    /// The first column of the first row, whatever the type.
    func value<T: Decodable>(_ type: T.Type) throws -> T {
        let row = Row(result: pointer, index: 0, layout: layout)
        guard !layout.columns.isEmpty else { throw row.failure("the statement returns no columns", column: nil) }
        return try row.value(T.self, 0)
    }
}
