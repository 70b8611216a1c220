import CPostgres

/// A bulk load: the statement and its rows in COPY's binary format.
struct Copy {
    let sql: String
    /// Batches of whole rows; the file's header and trailer are not among them.
    let nextBatch: () throws -> [UInt8]?
}

extension Connection {
    /// Sends the rows of a bulk load and returns how many there were.
    func copy(_ copy: Copy) throws(PostgresError) -> Int {
        try withoutPipeline { () throws(PostgresError) in
            let start = PQexec(pointer, copy.sql)
            defer { PQclear(start) }
            guard PQresultStatus(start) == PGRES_COPY_IN else { throw failure(start) }
            var isSent = put(Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            var problem: PostgresError?
            while isSent {
                do {
                    guard let batch = try copy.nextBatch() else { break }
                    isSent = put(batch)
                } catch {
                    problem = error as? PostgresError ?? PostgresError(.other, "the rows to copy could not be made")
                    break
                }
            }
            if problem == nil { isSent = isSent && put([0xff, 0xff]) }
            guard PQputCopyEnd(pointer, problem == nil ? nil : "abandoned") == 1 else { throw lost() }
            roundTrips.increment()
            let end = PQgetResult(pointer)
            defer { PQclear(end) }
            while let surplus = PQgetResult(pointer) { PQclear(surplus) }
            if let problem { throw problem }
            guard isSent, PQresultStatus(end) == PGRES_COMMAND_OK else { throw failure(end) }
            return PQcmdTuples(end).flatMap { Int(String(cString: $0)) } ?? 0
        }
    }

    private func put(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            PQputCopyData(pointer, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count)) == 1
        }
    }

    private func failure(_ result: OpaquePointer?) -> PostgresError {
        result.map { PostgresError($0, on: pointer) } ?? lost()
    }
}
