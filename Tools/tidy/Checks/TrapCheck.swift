func trapFindings(_ file: SourceFile) -> [Finding] {
    let isProduct = file.path.hasPrefix("Sources/")
    let code = file.code
    var findings: [Finding] = []
    for (index, token) in code.enumerated() where token.kind == .word {
        let next = index + 1 < code.count ? code[index + 1] : nil
        let isBang = next.map { $0.isSymbol("!") && $0.start == token.end } ?? false
        let isCall = next.map { $0.isSymbol("(") } ?? false
        switch token.text {
        case "try" where isProduct && isBang, "as" where isProduct && isBang:
            findings.append(Finding(.trap, file.path, line: token.line, "\(token.text)! ends the process; throw"))
        case "fatalError" where isProduct && isCall, "preconditionFailure" where isProduct && isCall:
            findings.append(Finding(.trap, file.path, line: token.line, "\(token.text) ends the process; throw"))
        case "detached" where index > 1 && code[index - 1].isSymbol(".") && code[index - 2].isWord("Task"):
            findings.append(Finding(.detachedTask, file.path, line: token.line, "nobody waits for this task"))
        case "unchecked" where next?.isWord("Sendable") ?? false,
            "nonisolated" where isCall && index + 2 < code.count && code[index + 2].isWord("unsafe"):
            guard !hasComment(file, near: token.line) else { continue }
            findings.append(Finding(.unproven, file.path, line: token.line, "say in a comment why this is safe"))
        default: continue
        }
    }
    return findings
}

/// A comment on the line, or one that ends on the line above it.
private func hasComment(_ file: SourceFile, near line: Int) -> Bool {
    file.comments.contains { $0.line == line || $0.lastLine == line - 1 }
}
