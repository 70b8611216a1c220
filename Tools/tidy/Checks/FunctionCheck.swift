func functionFindings(_ file: SourceFile) -> [Finding] {
    Function.all(in: file.code).flatMap { function in
        var findings: [Finding] = []
        if function.lineCount > Rule.mostFunctionLines {
            let message = "\(function.name) has \(function.lineCount) lines, at most \(Rule.mostFunctionLines)"
            findings.append(
                Finding(.functionLength, file.path, line: function.line, declaredFrom: function.firstLine, message)
            )
        }
        if function.parameterCount > Rule.mostParameters, !function.isMemberwise {
            let message =
                "\(function.name) takes \(function.parameterCount), at most \(Rule.mostParameters); make a type"
            findings.append(
                Finding(.parameterCount, file.path, line: function.line, declaredFrom: function.firstLine, message)
            )
        }
        return findings
    }
}

/// A `func`, `init` or `subscript` that is declared, not called.
struct Function {
    let name: String
    /// Where its modifiers and attributes start.
    let firstLine: Int
    let line: Int
    let lineCount: Int
    let parameterCount: Int
    /// An initializer that only stores its parameters: what the compiler would write, but with `package` access.
    let isMemberwise: Bool

    static func all(in code: [Token]) -> [Function] {
        code.indices.compactMap { Function(at: $0, in: code) }
    }

    private init?(at index: Int, in code: [Token]) {
        let keyword = code[index]
        guard keyword.kind == .word, Self.keywords.contains(keyword.text) else { return nil }
        guard index == 0 || !code[index - 1].isSymbol(".") else { return nil }
        guard let open = Self.openingParenthesis(after: index, in: code) else { return nil }
        let close = code.closingBracket(of: open)
        let body = Self.body(after: close, in: code)

        name = keyword.isWord("func") ? code[index + 1].text : keyword.text
        line = keyword.line
        firstLine = code[code.declarationStart(of: index)].line
        lineCount = body.map { code[$0.upperBound].line - keyword.line + 1 } ?? 1
        parameterCount = code.elementCount(between: open, and: close)
        isMemberwise = keyword.isWord("init") && body.map { Self.onlyStores(code[$0]) } ?? false
    }

    private static let keywords: Set<String> = ["func", "init", "subscript"]
    private static let continuing: Set<String> = ["async", "throws", "rethrows", "->", "where", "{", ",", "&", "."]

    private static func openingParenthesis(after keyword: Int, in code: [Token]) -> Int? {
        var angles = 0
        var index = keyword + 1
        while index < code.count, index < keyword + 200 {
            let token = code[index]
            if token.isSymbol("<") { angles += 1 }
            if token.isSymbol(">") { angles -= 1 }
            if token.isSymbol("("), angles <= 0 || index == keyword + 2 { return index }
            if token.isSymbol("{") || token.isSymbol("}") || token.isSymbol("=") && angles > 0 { return nil }
            index += 1
        }
        return nil
    }

    /// From the opening to the closing brace; `nil` for a requirement of a protocol.
    private static func body(after close: Int, in code: [Token]) -> ClosedRange<Int>? {
        var index = close + 1
        while index < code.count {
            let token = code[index]
            if token.isSymbol("{") { return index...code.closingBracket(of: index) }
            if token.isSymbol("}") { return nil }
            if token.startsLine, !continuing.contains(token.text) {
                let previous = code[index - 1].text
                guard [",", "->", "&", "where", ":"].contains(previous) else { return nil }
            }
            index = token.isSymbol("(") || token.isSymbol("[") ? code.closingBracket(of: index) + 1 : index + 1
        }
        return nil
    }

    private static func onlyStores(_ body: ArraySlice<Token>) -> Bool {
        body.dropFirst().dropLast().allSatisfy { token in
            !token.startsLine || token.isWord("self") || token.isSymbol("(") || token.isSymbol(")")
        }
    }
}
