/// The words of a string literal that holds SQL, without its comments and text constants.
struct SQLText {
    private let words: [Word]

    private struct Word {
        let text: String
        let line: Int
    }

    struct Table {
        let schema: String
        let name: String
        /// Counted from the start of the literal.
        let line: Int
        let isWritten: Bool
        let isCalled: Bool

        var isReadablePublicView: Bool { name.hasPrefix("public_") && !isWritten }
    }

    init(_ literal: String) { words = Self.split(Array(literal.utf8)) }

    /// Every `schema.name`; empty when the literal does not begin like SQL.
    var namedTables: [Table] {
        guard let first = words.first(where: { $0.text != "(" }), Self.verbs.contains(first.text) else { return [] }
        return words.indices.compactMap { index in
            guard index + 2 < words.count, words[index + 1].text == ".", words[index].text != "." else { return nil }
            let (schema, name) = (words[index].text, words[index + 2].text)
            let before = index > 0 ? words[index - 1].text : ""
            let namesTable = precedesTable(before)
            if !namesTable, aliases.contains(schema) { return nil }
            let isDelete = before == "from" && index > 1 && words[index - 2].text == "delete"
            let isWritten = ["into", "update", "table", "truncate", "references", "on"].contains(before) || isDelete
            let isCalled = !isWritten && index + 3 < words.count && words[index + 3].text == "("
            return Table(
                schema: schema,
                name: name,
                line: words[index].line,
                isWritten: isWritten,
                isCalled: isCalled
            )
        }
    }

    /// What a column may be qualified with: tables' names and the names a query gives them.
    private var aliases: Set<String> {
        var aliases: Set<String> = []
        for index in words.indices where words[index].text == "." && index > 0 && index + 1 < words.count {
            guard index > 1, precedesTable(words[index - 2].text) else { continue }
            aliases.insert(words[index + 1].text)
            let named = index + 2 < words.count && words[index + 2].text == "as" ? index + 3 : index + 2
            if named < words.count { aliases.insert(words[named].text) }
        }
        return aliases
    }

    private func precedesTable(_ word: String) -> Bool {
        switch word {
        case "from", "join", "into", "update", "table", "truncate", "references", "view", "exists", "only", "copy": true
        // The table of an index, a policy or a grant; in a query the condition of a join follows.
        case "on": ["create", "alter", "drop", "grant", "revoke", "comment"].contains(words.first?.text)
        default: false
        }
    }

    private static let verbs: Set<String> = [
        "select", "insert", "update", "delete", "with", "create", "alter", "drop", "grant", "revoke", "comment", "do",
        "lock", "truncate", "copy", "merge", "refresh", "explain", "call", "from", "join", "left", "inner", "where",
        "and",
        "or", "on", "order", "returning", "values", "begin", "set",
    ]

    private static func split(_ bytes: [UInt8]) -> [Word] {
        var words: [Word] = []
        var (index, line) = (0, 0)
        while index < bytes.count {
            let byte = bytes[index]
            let start = index
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "'") {
                while index < bytes.count, bytes[index] != byte {
                    if bytes[index] == UInt8(ascii: "\n") { line += 1 }
                    index += 1
                }
                index += 1
            } else if byte == UInt8(ascii: "-"), index < bytes.count, bytes[index] == byte {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            } else if isWordByte(byte) {
                while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
                let text = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
                words.append(Word(text: text, line: line))
            } else if ".(,;=".utf8.contains(byte) {
                words.append(Word(text: String(decoding: [byte], as: UTF8.self), line: line))
            }
        }
        return words
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"):
            true
        default:
            false
        }
    }
}
