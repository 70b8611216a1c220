/// A piece of Swift source, with the lines it stands on.
struct Token {
    enum Kind { case word, number, symbol, literal, comment }

    let kind: Kind
    /// A literal's text is what stands between its quotes, each interpolation written as `$`.
    var text: String
    let line: Int
    var lastLine: Int
    /// Byte offsets, to tell `as!` from `as !flag`.
    let start: Int
    var end: Int
    let startsLine: Bool

    func isWord(_ word: String) -> Bool { kind == .word && text == word }
    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}
