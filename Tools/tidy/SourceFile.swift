/// A Swift file, read once and split into tokens.
struct SourceFile {
    /// Relative to the package, `/` between folders.
    let path: String
    let lines: [Substring]
    /// Everything, comments included.
    let tokens: [Token]
    /// Everything but comments.
    let code: [Token]

    init(path: String, text: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        tokens = Lexer.tokens(of: text)
        code = tokens.filter { $0.kind != .comment }
    }

    var comments: some Sequence<Token> { tokens.lazy.filter { $0.kind == .comment } }

    /// The tokens that start before a byte offset, found by bisection: files are asked once for each declaration.
    func tokens(before offset: Int) -> ArraySlice<Token> {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
        }
        return tokens[..<low]
    }

    var folders: [Substring] { path.split(separator: "/").dropLast() }

    /// The file's name without `.swift`.
    var stem: Substring {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".swift") ? name.dropLast(6) : name
    }

    var area: Area {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" else { return .other }
        if parts[1] == "Platform" { return .platform }
        guard parts[1] == "Services", parts.count > 4 else { return .other }
        switch parts[3] {
        case "API": return .api(of: String(parts[2]))
        case "Service": return .service(String(parts[2]))
        default: return .other
        }
    }

    /// Whose code a file is, which decides what it may import and which schema its SQL may name.
    enum Area: Equatable {
        case platform
        case api(of: String)
        case service(String)
        case other
    }
}
