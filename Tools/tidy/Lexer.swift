/// Splits Swift source into tokens: enough of the grammar to know code from comments and string literals.
///
/// Not copyable, or an unoptimized build copies it at every look at the next byte.
struct Lexer: ~Copyable {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var lineHasToken = false
    private var tokens: [Token] = []

    static func tokens(of source: String) -> [Token] {
        var lexer = Lexer(bytes: Array(source.utf8))
        lexer.scan(untilClosingParenthesis: false)
        return lexer.tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    private func starts(_ text: StaticString, at distance: Int = 0) -> Bool {
        guard position + distance + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[position + distance + index] != text.utf8Start[index] {
            return false
        }
        return true
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") {
                line += 1
                lineHasToken = false
            }
            position += 1
        }
    }

    private mutating func scan(untilClosingParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = peek()
            if byte <= 0x20 {
                advance()
            } else if starts("//") || starts("/*") {
                comment()
            } else if let hashes = hashesBeforeQuote() {
                literal(hashes: hashes)
            } else if byte == UInt8(ascii: "/"), regexLiteralEnds() {
                continue
            } else if isWordByte(byte) {
                word()
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                emit(.symbol, length: starts("->") ? 2 : 1)
                if untilClosingParenthesis, depth == 0 { return }
            }
        }
    }

    private mutating func emit(_ kind: Token.Kind, length: Int) {
        let (start, startLine, startsLine) = (position, line, !lineHasToken)
        advance(length)
        tokens.append(
            Token(
                kind: kind,
                text: String(decoding: bytes[start..<position], as: UTF8.self),
                line: startLine,
                lastLine: line,
                start: start,
                end: position,
                startsLine: startsLine
            )
        )
        lineHasToken = true
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "`"), 0x80...:
            true
        default:
            false
        }
    }

    private mutating func word() {
        var length = 1
        while isWordByte(peek(length)) { length += 1 }
        let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek())
        emit(isNumber ? .number : .word, length: length)
    }

    private mutating func comment() {
        var length = 2
        if starts("//") {
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            length = end - position
        } else {
            var depth = 1
            while depth > 0, position + length < bytes.count {
                let step = starts("/*", at: length) ? 1 : starts("*/", at: length) ? -1 : 0
                depth += step
                length += step == 0 ? 1 : 2
            }
        }
        emit(.comment, length: length)
    }
}

// MARK: Literals

extension Lexer {
    /// How many `#` precede a quote here; `nil` when no string literal starts here.
    private func hashesBeforeQuote() -> Int? {
        var hashes = 0
        while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
        return peek(hashes) == UInt8(ascii: "\"") ? hashes : nil
    }

    private func isHashes(_ count: Int, at distance: Int) -> Bool {
        for index in 0..<count where peek(distance + index) != UInt8(ascii: "#") { return false }
        return true
    }

    private mutating func literal(hashes: Int) {
        let index = tokens.count
        emit(.literal, length: hashes + (starts("\"\"\"", at: hashes) ? 3 : 1))
        let quotes = tokens[index].text.utf8.count - hashes
        var text: [UInt8] = []
        while position < bytes.count, !(isQuote(quotes) && isHashes(hashes, at: quotes)) {
            if peek() == UInt8(ascii: "\\"), isHashes(hashes, at: 1) {
                if peek(1 + hashes) == UInt8(ascii: "(") {
                    advance(1 + hashes)
                    scan(untilClosingParenthesis: true)
                    text.append(UInt8(ascii: "$"))
                } else {
                    if peek(1 + hashes) == UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
                    advance(2 + hashes)
                    text.append(UInt8(ascii: " "))
                }
            } else if quotes == 1, peek() == UInt8(ascii: "\n") {
                break
            } else {
                text.append(peek())
                advance()
            }
        }
        if peek() == UInt8(ascii: "\"") { advance(quotes + hashes) }
        lineHasToken = true
        tokens[index].text = String(decoding: text, as: UTF8.self)
        tokens[index].lastLine = line
        tokens[index].end = position
    }

    private func isQuote(_ quotes: Int) -> Bool { quotes == 3 ? starts("\"\"\"") : starts("\"") }

    /// Reads a `/regex/` literal, when the slash here starts one; a division has an operand before it.
    private mutating func regexLiteralEnds() -> Bool {
        let following = peek(1)
        guard following != UInt8(ascii: " "), following != UInt8(ascii: "="), following != UInt8(ascii: ")") else {
            return false
        }
        if let last = tokens.last, last.line == line {
            let opens = last.kind == .symbol && "(,=:[{!&|?".contains(last.text)
            guard opens || last.isWord("return") else { return false }
        }
        var length = 1
        while peek(length) != UInt8(ascii: "/") {
            if peek(length) == 0 || peek(length) == UInt8(ascii: "\n") { return false }
            length += peek(length) == UInt8(ascii: "\\") ? 2 : 1
        }
        emit(.symbol, length: length + 1)
        return true
    }
}
