import CPostgres
import Values

/// Which column a property is read from, worked out once per prepared statement and kept with it.
///
/// `Decodable` asks for its keys in the same order for every row, so the answers are kept in that order and the next
/// one is nearly always the wanted one: no hashing, no search.
final class RowLayout {
    struct Column {
        let name: String
        let oid: UInt32
    }

    /// A property that was asked for, and the column found for it.
    struct Field {
        let key: String
        let column: Int32?
    }

    private(set) var columns: [Column] = []
    private var fields: [Field] = []

    /// Reads the names and types of the columns from the first result of the statement.
    func learn(_ result: OpaquePointer) {
        let count = PQnfields(result)
        guard columns.count != Int(count) else { return }
        columns = (0..<count).map { index in
            Column(name: PQfname(result, index).map { String(cString: $0) } ?? "", oid: PQftype(result, index))
        }
        fields = []
    }

    /// The column of a property; `hint` is where its answer is expected, and is moved to the next.
    func column(_ key: String, hint: inout Int) -> Int32? {
        if hint < fields.count, fields[hint].key == key {
            defer { hint += 1 }
            return fields[hint].column
        }
        if let index = fields.firstIndex(where: { $0.key == key }) {
            hint = index + 1
            return fields[index].column
        }
        // A key of its own (`case id = "course_id"`) names the column as it stands; a property its snake_case form.
        let name = columns.contains { $0.name == key } ? key : KeyStyle.snakeCase.wireName(key)
        let column = columns.firstIndex { $0.name == name }.map(Int32.init(_:))
        // Dictionaries with keys from rows must not grow this without end.
        if fields.count < 256 { fields.append(Field(key: key, column: column)) }
        hint = fields.count
        return column
    }
}
