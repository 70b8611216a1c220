extension Query {
    /// Whether the statement certainly only reads, and waits for no lock: a `select` that locks no rows and calls none
    /// of the services' own functions (`accounting.charge(…)`), which may write.
    var onlyReads: Bool {
        var sql = sql
        return sql.withUTF8 { Self.onlyReads($0) }
    }

    private static func onlyReads(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (start, isQualified, isFirst, isAfterFor) = (0, false, true, false)
        for index in 0...text.count {
            let byte = index < text.count ? text[index] : UInt8(ascii: " ")
            if byte.isOfName { continue }
            if byte == UInt8(ascii: "."), index > start {
                isQualified = true
                continue
            }
            let word = text[start..<index]
            start = index + 1
            defer { isQualified = false }
            if word.isEmpty { continue }
            if isFirst, !word.spells("select") { return false }
            if isQualified, byte == UInt8(ascii: "(") { return false }
            if isAfterFor, locks.contains(where: { word.spells($0) }) { return false }
            (isFirst, isAfterFor) = (false, word.spells("for"))
        }
        return !isFirst
    }

    /// What comes after the `for` of a clause that locks rows (PostgreSQL documentation, SELECT).
    private static let locks: [StaticString] = ["update", "no", "share", "key"]
}

extension UInt8 {
    fileprivate var isOfName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
        default: self >= 0x80
        }
    }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// Whether it is this word, in capitals or not.
    fileprivate func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in zip(self, letters).allSatisfy { $0 | 0x20 == $1 } }
    }
}
