package import Values

/// A transaction in progress, as the body of `database.tenant { }` or `platform { }` sees it.
///
/// It cannot be copied or kept. Its statements run one after the other on the connection's own thread, without `await`
/// in between; a statement that fails ends the transaction unless a `savepoint` was around it.
package struct Transaction: ~Copyable {
    private let session: TransactionSession

    init(_ session: TransactionSession) { self.session = session }

    /// Whose rows are seen; `nil` across tenants.
    package var tenant: TenantID? { session.scope.tenant }

    /// All rows. A type that is a column by itself (`Int`, `CourseID`) takes the first column; properties of others
    /// take the column of their name in snake_case.
    package func all<T: Decodable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws -> [T] {
        try Located(query, fileID, line).rows(T.self, in: session.run(query, fileID: fileID, line: line))
    }

    /// The first row, `nil` when there is none.
    package func first<T: Decodable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws -> T? {
        try Located(query, fileID, line).first(T.self, in: session.run(query, fileID: fileID, line: line))
    }

    /// The first column of the first row; `nil` when there is no row or it is NULL.
    package func value<T: Decodable>(
        _ query: Query,
        as type: T.Type = T.self,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws -> T? {
        try Located(query, fileID, line).value(T.self, in: session.run(query, fileID: fileID, line: line))
    }

    /// How many rows were inserted, changed or deleted.
    @discardableResult
    package func execute(_ query: Query, fileID: StaticString = #fileID, line: UInt = #line) throws -> Int {
        try session.run(query, fileID: fileID, line: line).affectedRows
    }

    /// Runs `body`; when it throws, what it did is taken back, and the transaction can go on.
    @discardableResult
    package func savepoint<R>(_ body: () throws -> R) throws -> R { try session.savepoint(body) }

    /// Tells listeners on `channel` once the transaction has committed; the payload has less than 8,000 bytes.
    package func notify(
        _ channel: String,
        _ payload: String = "",
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        _ = try session.run("select pg_notify(\(channel), \(payload))", fileID: fileID, line: line)
    }

    /// Loads many rows with COPY and returns how many. PostgreSQL refuses COPY into a table with row level security, so
    /// this is for `platform { }`; a tenant's rows are inserted `select … from unnest(\(ids), \(names))`.
    ///
    /// The table's name may carry a schema. Values go out in binary: a column of type `integer` takes an `Int32`.
    // tidy: allow parameter-count — two of them are filled in by the compiler
    package func copyIn<Rows: Sequence>(
        into table: String,
        columns: [String],
        _ rows: Rows,
        fileID: StaticString = #fileID,
        line: UInt = #line,
        fields: (Rows.Element, inout CopyRow) throws -> Void
    ) throws -> Int {
        let name = table.split(separator: ".").map { Query.quoted(String($0)) }.joined(separator: ".")
        let columnList = columns.map(Query.quoted).joined(separator: ", ")
        var iterator = rows.makeIterator()
        return try withoutActuallyEscaping(fields) { fields in
            let copy = Copy(sql: "copy \(name) (\(columnList)) from stdin (format binary)") {
                var batch: [UInt8] = []
                while batch.count < 65_536, let element = iterator.next() {
                    var row = CopyRow()
                    try fields(element, &row)
                    row.append(to: &batch)
                }
                return batch.isEmpty ? nil : batch
            }
            return try session.copy(copy, fileID: fileID, line: line)
        }
    }
}

/// The fields of one row of a bulk load, in the order of the columns.
package struct CopyRow {
    private var bindings = Bindings()

    /// Adds a field; `nil` is NULL.
    package mutating func append<Value: PostgresValue>(_ value: Value?) { bindings.append(value) }

    func append(to batch: inout [UInt8]) {
        batch.appendBigEndian(Int16(truncatingIfNeeded: bindings.count))
        for span in bindings.spans {
            batch.appendBigEndian(Int32(truncatingIfNeeded: span?.count ?? -1))
            if let span { batch.append(contentsOf: bindings.bytes[span]) }
        }
    }
}
