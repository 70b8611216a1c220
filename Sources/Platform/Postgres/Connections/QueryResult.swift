import CPostgres

/// The rows and the outcome of one statement; frees libpq's memory when it goes.
struct QueryResult: ~Copyable {
    let pointer: OpaquePointer
    let layout: RowLayout

    init(_ pointer: OpaquePointer, layout: RowLayout) {
        self.pointer = pointer
        self.layout = layout
        layout.learn(pointer)
    }

    deinit { PQclear(pointer) }

    var rowCount: Int { Int(PQntuples(pointer)) }

    /// Rows inserted, changed, deleted, or selected.
    var affectedRows: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    /// The command's name as the server reports it: `ROLLBACK` answers the COMMIT of a failed transaction.
    var isRollback: Bool { PQcmdStatus(pointer).map { String(cString: $0) == "ROLLBACK" } ?? false }
}

extension PostgresError {
    /// What an error result says.
    init(_ result: OpaquePointer, on connection: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        guard let state = field(Int32(UInt8(ascii: "C"))) else {
            // No SQLSTATE: libpq itself speaks, and that means the connection is gone.
            self.init(.connectionLost, serverMessage: PQerrorMessage(connection).map { String(cString: $0) })
            return
        }
        self.init(Code(sqlState: state), serverMessage: field(Int32(UInt8(ascii: "M"))))
        sqlState = state
        // The server has one state for its own timeout and for somebody's request, and tells them apart in words.
        if code == .cancelled, serverMessage?.contains("user request") != true { code = .statementTimeout }
        constraint = field(Int32(UInt8(ascii: "n")))
        table = field(Int32(UInt8(ascii: "t")))
        column = field(Int32(UInt8(ascii: "c")))
    }
}
