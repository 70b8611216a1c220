/// A statement prepared on one connection.
final class PreparedStatement {
    /// Its name on the server.
    let name: String
    let layout = RowLayout()
    /// False until the server has confirmed it.
    var isPrepared = false
    fileprivate var lastUse = 0
    /// How long its round trips have taken of late, the last one an eighth of it.
    private var pace = Duration.zero

    fileprivate init(name: String) { self.name = name }

    /// Whether it is over so soon that others may wait behind it.
    var isQuick: Bool { pace < Connection.quickness }

    func took(_ duration: Duration) { pace = (pace * 7 + duration) / 8 }
}

/// The statements prepared on one connection: at most `capacity`, the longest unused is dropped first.
struct StatementCache {
    /// A plan belongs to the role it was made for, so that no plan made across tenants is ever run for one.
    private struct Key: Hashable {
        let sql: String
        let types: [UInt32]
        let isPlatform: Bool
    }

    private let capacity: Int
    private var statements: [Key: PreparedStatement] = [:]
    private var uses = 0
    private var made = 0
    private var forgetsAll = false

    init(capacity: Int = 256) { self.capacity = capacity }

    var count: Int { statements.count }

    /// Whether the server has something to forget before the next statement.
    var needsCleanUp: Bool { forgetsAll || statements.count > capacity }

    /// A statement that was used before, without counting this as a use.
    func known(_ query: Query, isPlatform: Bool) -> PreparedStatement? {
        statements[Key(sql: query.sql, types: query.bindings.types, isPlatform: isPlatform)]
    }

    mutating func statement(for query: Query, isPlatform: Bool) -> PreparedStatement {
        uses += 1
        let key = Key(sql: query.sql, types: query.bindings.types, isPlatform: isPlatform)
        if let statement = statements[key] {
            statement.lastUse = uses
            return statement
        }
        made += 1
        let statement = PreparedStatement(name: "s\(made)")
        statement.lastUse = uses
        statements[key] = statement
        return statement
    }

    /// The command that makes the server forget a statement too many, or all of a cache that was emptied.
    mutating func cleanUp() -> String? {
        if forgetsAll {
            forgetsAll = false
            return "deallocate all"
        }
        guard statements.count > capacity,
            let (key, statement) = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return nil }
        statements[key] = nil
        return statement.isPrepared ? "deallocate \(statement.name)" : nil
    }

    mutating func removeAll() {
        statements = [:]
        forgetsAll = true
    }
}
