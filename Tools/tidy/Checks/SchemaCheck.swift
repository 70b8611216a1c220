/// SQL in a service names the service's own schema. Another's `public_` views may be read and the platform's functions
/// called; the platform's tables are the platform's.
func schemaFindings(_ file: SourceFile, services: Set<String>) -> [Finding] {
    let own: String?
    let foreign: Set<String>
    let schemas = Set(services.map { $0.lowercased() })
    switch file.area {
    case .service(let name):
        own = name.lowercased()
        foreign = schemas.union(platformSchemas).subtracting([name.lowercased()])
    case .platform: (own, foreign) = (nil, schemas)
    case .api, .other: return []
    }
    return file.code.lazy.filter { $0.kind == .literal && $0.text.utf8.contains(UInt8(ascii: ".")) }.flatMap {
        literal in
        SQLText(literal.text).namedTables.compactMap { table -> Finding? in
            guard foreign.contains(table.schema), own == nil || !table.isReadablePublicView,
                !(table.isCalled && platformSchemas.contains(table.schema))
            else { return nil }
            let reason = own.map { "SQL of \($0) names" } ?? "SQL of the platform names"
            let message = "\(reason) \(table.schema).\(table.name)"
            return Finding(.schema, file.path, line: literal.line + table.line, declaredFrom: literal.line, message)
        }
    }
}

private let platformSchemas: Set<String> = ["platform", "events", "files"]
