import Endpoints
import Postgres
import Values

/// What of a school may not be seen from outside: its mark and every id in its rows.
struct Traces: Sendable {
    let mark: String
    let ids: Set<String>

    /// Those that stand in an answer to a request that did not name them.
    func found(in answer: PlatformClient.Answer, besides names: [String]) -> [String] {
        // Names that were sent may come back; what is left of the text must be free of traces.
        let text = names.reduce(answer.text.lowercased()) { $0.replacing($1.lowercased(), with: "") }
        let marks = text.contains(mark) ? ["the mark"] : []
        return marks + text.matches(of: Self.uuid).map { String($0.output) }.filter(ids.contains)
    }

    fileprivate static var uuid: Regex<Substring> {
        #/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#
    }
}

/// Every row of a school, as text, by table.
struct Rows: Equatable, Sendable {
    private let tables: [String: String]

    /// Reads them all.
    init(of tenant: TenantID, in database: Database) async throws {
        struct Table: Decodable, Sendable {
            let name: String
            let rows: String
        }
        let tables: [Table] = try await database.tenant(tenant).all(
            """
            select tables.oid::regclass::text as name,
                query_to_xml(
                    format('select t::text from %s t order by 1', tables.oid::regclass), false, false, '')::text as rows
            from pg_class tables
            join pg_namespace schemas on schemas.oid = relnamespace
            join pg_attribute on attrelid = tables.oid and attname = 'tenant_id' and not attisdropped
            where relkind in ('r', 'p') and nspname !~ '^(pg_|information_schema$)'
            """
        )
        self.tables = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.rows) })
    }

    /// Every UUID in them.
    var ids: Set<String> {
        Set(tables.values.flatMap { $0.matches(of: Traces.uuid).map { String($0.output) } })
    }

    /// The tables that are not as they were.
    func changed(since earlier: Rows) -> [String] {
        tables.filter { earlier.tables[$0.key] != $0.value }.keys.sorted()
    }
}
