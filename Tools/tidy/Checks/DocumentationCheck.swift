/// Types and functions that another target sees. Bare may stay: initializers, properties, aliases, types of one line,
/// and what a protocol already documents.
func documentationFindings(_ file: SourceFile) -> [Finding] {
    switch file.area {
    case .platform, .api: break
    case .service, .other: return []
    }
    var findings: [Finding] = []
    var conformances: [Bool] = []
    var opensConformance = false
    for (index, token) in file.code.enumerated() {
        if token.kind == .word, scopes.contains(token.text) {
            opensConformance = declaresConformance(at: index, in: file.code)
        }
        if token.isSymbol("{") {
            conformances.append(opensConformance)
            opensConformance = false
        }
        if token.isSymbol("}") { _ = conformances.popLast() }
        guard token.isWord("package") || token.isWord("public"), conformances.last != true,
            let name = documentable(from: index, in: file.code)
        else { continue }
        if let message = problem(of: name, declaredAt: index, in: file) {
            findings.append(Finding(.documentation, file.path, line: token.line, message))
        }
    }
    return findings
}

/// Whether the type or extension conforms to a protocol whose requirements its members may be.
private func declaresConformance(at index: Int, in code: [Token]) -> Bool {
    let isExtension = code[index].isWord("extension")
    let header = code[index...].dropFirst(2).prefix { !$0.isSymbol("{") && !$0.isWord("where") }
    guard let colon = header.firstIndex(where: { $0.isSymbol(":") }) else { return false }
    return header[colon...].contains { $0.kind == .word && (isExtension || !withoutRequirements.contains($0.text)) }
}

private let scopes: Set<String> = ["extension", "struct", "enum", "class", "actor"]

/// What a type may conform to and still say itself what its members are.
private let withoutRequirements: Set<String> = [
    "Sendable", "unchecked", "Hashable", "Equatable", "Comparable", "Codable", "Encodable", "Decodable", "Error",
    "CaseIterable", "Identifiable", "CustomStringConvertible", "String", "Int", "any", "Copyable",
]

/// The name that an access modifier at `index` makes visible, when it needs a comment.
private func documentable(from index: Int, in code: [Token]) -> String? {
    var keyword = index + 1
    while keyword + 1 < code.count, code.declarationStart(of: keyword) <= index {
        let (token, name) = (code[keyword], code[keyword + 1])
        switch token.text {
        case "struct", "enum", "actor", "protocol":
            guard let open = code[keyword...].firstIndex(where: { $0.isSymbol("{") }) else { return name.text }
            return code[code.closingBracket(of: open)].line == token.line ? nil : name.text
        case "class" where name.kind == .word && name.text.first?.isUppercase ?? false: return name.text
        case "func": return name.kind == .word && !documentedByProtocols.contains(name.text) ? name.text : nil
        case "subscript": return "subscript"
        case "let", "var", "init", "typealias", "import", "extension", "case": return nil
        default: keyword += 1
        }
    }
    return nil
}

private func problem(of name: String, declaredAt index: Int, in file: SourceFile) -> String? {
    let start = file.code[file.code.declarationStart(of: index)].start
    let block = file.tokens(before: start).reversed().prefix { $0.kind == .comment && $0.startsLine }.map(\.text)
        .reversed()
    let lines = block.filter { $0.hasPrefix("///") }.map { $0.dropFirst(3).drop { $0 == " " } }
    guard let first = lines.first else { return "\(name): say what it is" }
    let summary = lines.prefix { !$0.isEmpty }.joined(separator: " ")
    let ends = summary.contains { ".!?:".contains($0) }
    let begins = first.first.map { !$0.isLowercase } ?? false
    return begins && ends ? nil : "\(name): begin with a whole sentence"
}

private var documentedByProtocols: Set<String> {
    ["hash", "encode", "run", "next", "makeAsyncIterator", "makeIterator"]
}
