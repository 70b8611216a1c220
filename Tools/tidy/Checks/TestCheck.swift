func testFindings(_ file: SourceFile) -> [Finding] {
    guard file.path.hasPrefix("Tests/") else { return [] }
    let code = file.code
    var findings: [Finding] = []
    var firstSuite: Token?
    for (index, token) in code.enumerated() where index > 0 && code[index - 1].isSymbol("@") {
        if token.isWord("Suite") { firstSuite = firstSuite ?? token }
        guard token.isWord("Test") else { continue }
        let sentence = index + 2 < code.count && code[index + 1].isSymbol("(") && code[index + 2].kind == .literal
        if !sentence {
            findings.append(Finding(.testName, file.path, line: token.line, "say in a sentence what must hold"))
        }
    }
    // A suite that extends another inherits its limit.
    if let suite = firstSuite, !code.contains(where: { $0.isWord("timeLimit") || $0.isWord("extension") }) {
        findings.append(Finding(.testTimeLimit, file.path, line: suite.line, "add .timeLimit(.minutes(1))"))
    }
    return findings
}
