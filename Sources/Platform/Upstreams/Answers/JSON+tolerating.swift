import Values

extension JSON {
    /// Parses what servers in other languages take for JSON: bytes that are no UTF-8 and halves of surrogate pairs,
    /// which a text cut in the middle of an emoji leaves behind, become U+FFFD. `nil` when it is no JSON even so.
    init?(tolerating bytes: some Collection<UInt8>) {
        if let json = try? JSON(parsing: bytes, thinningMarks: true) {
            self = json
        } else if let json = Self.parsed(String(decoding: bytes, as: UTF8.self)) {
            self = json
        } else {
            return nil
        }
    }

    private static func parsed(_ text: String) -> JSON? {
        try? JSON(parsing: mended(Array(text.utf8)), thinningMarks: true)
    }

    /// With every `\ud800` to `\udfff` that has no partner written as `\ufffd`.
    private static func mended(_ bytes: [UInt8]) -> [UInt8] {
        var mended: [UInt8] = []
        mended.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                mended.append(bytes[index])
                index += 1
                continue
            }
            let length = bytes[index + 1] == UInt8(ascii: "u") ? 6 : 2
            let escape = bytes[index..<min(index + length, bytes.count)]
            index = escape.endIndex
            switch (surrogate(escape), surrogate(bytes[index..<min(index + 6, bytes.count)])) {
            case (0xd800..<0xdc00, 0xdc00..<0xe000):
                mended += escape + bytes[index..<index + 6]
                index += 6
            case (0xd800..<0xe000, _): mended += Array("\\ufffd".utf8)
            default: mended += escape
            }
        }
        return mended
    }

    /// The code unit of an escape such as `\ud83d`; 0 for anything else.
    private static func surrogate(_ escape: ArraySlice<UInt8>) -> Int {
        guard escape.count == 6, escape.starts(with: Array("\\u".utf8)) else { return 0 }
        return Int(String(decoding: escape.dropFirst(2), as: UTF8.self), radix: 16) ?? 0
    }
}

extension JSON {
    /// The value inside, when this is JSON written as a text inside JSON; else the value itself.
    var unwrapped: JSON {
        guard case .string(let text) = self, let first = text.first, first == "{" || first == "[" else { return self }
        return (try? JSON(parsing: text.utf8, thinningMarks: true)) ?? self
    }
}
