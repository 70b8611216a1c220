func commentFindings(_ file: SourceFile) -> [Finding] {
    file.comments.compactMap { comment in
        let text = comment.text.drop { $0 == "/" || $0 == "*" }.drop { $0 == " " }
        let words = text.split { !$0.isLetter }
        if let marker = words.first(where: { ["TODO", "FIXME", "XXX", "HACK"].contains($0) }) {
            return Finding(.later, file.path, line: comment.line, "\(marker): do it, or write an issue")
        }
        if isBanner(comment.text) {
            return Finding(.banner, file.path, line: comment.line, "a banner; a file this long wants splitting")
        }
        if isCode(text), !comment.text.hasPrefix("///") {
            return Finding(.deadCode, file.path, line: comment.line, "code in a comment; git remembers it")
        }
        return nil
    }
}

private func isBanner(_ comment: String) -> Bool {
    ["////", "/***", "=====", "-----", "*****", "#####", "~~~~~"].contains { comment.contains($0) }
}

private func isCode(_ text: Substring) -> Bool {
    let words = text.split(separator: " ", maxSplits: 3)
    guard words.count > 1 else { return text == "}" }
    switch words[0] {
    case "let", "var": return words.count > 2 && (words[2] == "=" || words[1].hasSuffix(":"))
    case "func": return words[1].contains("(")
    case "import": return words.count == 2 && words[1].first?.isUppercase ?? false
    case "return", "try", "await", "if", "guard", "for", "switch": return text.hasSuffix("{") || text.hasSuffix(")")
    default: return false
    }
}
