extension [Token] {
    /// The bracket that closes the one at `open`, or the last token when nothing does.
    func closingBracket(of open: Int) -> Int {
        var depth = 0
        for index in open..<count where self[index].kind == .symbol {
            switch self[index].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: continue
            }
            if depth == 0 { return index }
        }
        return count - 1
    }

    /// How many elements stand between two brackets, separated by commas.
    func elementCount(between open: Int, and close: Int) -> Int {
        guard close > open + 1 else { return 0 }
        var elements = 1
        var index = open + 1
        var angles = 0
        while index < close {
            let token = self[index]
            if token.kind == .symbol {
                switch token.text {
                case "(", "[", "{": index = closingBracket(of: index)
                case "<": angles += 1
                case ">": angles -= 1
                case "," where angles <= 0 && index + 1 < close: elements += 1
                default: break
                }
            }
            index += 1
        }
        return elements
    }

    /// Where the declaration with its keyword at `index` starts: before its modifiers and attributes.
    func declarationStart(of index: Int) -> Int {
        var start = index
        while start > 0 {
            let previous = self[start - 1]
            if previous.kind == .word, modifiers.contains(previous.text) {
                start -= 1
            } else if previous.kind == .word, start > 1, self[start - 2].isSymbol("@") {
                start -= 2
            } else if previous.isSymbol(")"), let open = openingBracket(of: start - 1), open > 0 {
                let isModifier = modifiers.contains(self[open - 1].text)
                let isAttribute = open > 1 && self[open - 2].isSymbol("@")
                guard isModifier || isAttribute else { return start }
                start = isAttribute ? open - 2 : open - 1
            } else {
                return start
            }
        }
        return start
    }

    private func openingBracket(of close: Int) -> Int? {
        var depth = 0
        for index in stride(from: close, through: 0, by: -1) where self[index].kind == .symbol {
            if [")", "]", "}"].contains(self[index].text) { depth += 1 }
            if ["(", "[", "{"].contains(self[index].text) { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}

private let modifiers: Set<String> = [
    "package", "public", "open", "internal", "fileprivate", "private", "static", "final", "mutating", "nonmutating",
    "nonisolated", "isolated", "indirect", "consuming", "borrowing", "override", "convenience", "required", "lazy",
    "weak",
    "unowned", "class", "distributed", "prefix", "postfix", "infix",
]
