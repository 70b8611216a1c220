/// Text from outside, before anything is compared with it.
///
/// To compare or hash two texts, Swift brings the combining marks of each character into their order, in time that
/// grows with the square of their number: half a megabyte of marks on one letter would keep a core busy for minutes. No
/// language puts more than a handful there, and Unicode's Stream-Safe Text Format (UAX #15 §13) allows thirty.
extension StringProtocol {
    /// Whether no character has more than thirty combining marks.
    package var isStreamSafe: Bool {
        // Most texts have none, and every header of every request is looked at: by bytes, without a call for each.
        let mayHaveMarks =
            utf8.withContiguousStorageIfAvailable { bytes in bytes.contains { $0 >= UInt8.firstOfMarks } }
            ?? utf8.contains { $0 >= UInt8.firstOfMarks }
        guard mayHaveMarks else { return true }
        var marks = 0
        for scalar in unicodeScalars {
            marks = scalar.isCombiningMark ? marks + 1 : 0
            if marks > 30 { return false }
        }
        return true
    }
}

extension String {
    /// The text without the marks that are too many on their character. Two texts that are stream-safe may be none
    /// together.
    package var streamSafe: String {
        guard !isStreamSafe else { return self }
        var (safe, marks) = (String.UnicodeScalarView(), 0)
        for scalar in unicodeScalars {
            marks = scalar.isCombiningMark ? marks + 1 : 0
            if marks <= 30 { safe.append(scalar) }
        }
        return String(safe)
    }

    /// The text that bytes from outside are; `nil` when they are no UTF-8, or no stream-safe text.
    package init?(outside bytes: some Sequence<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self), text.isStreamSafe else { return nil }
        self = text
    }
}

extension UInt8 {
    /// What the first of all combining marks, U+0300, begins with in UTF-8.
    fileprivate static let firstOfMarks: UInt8 = 0xcc
}

extension Unicode.Scalar {
    fileprivate var isCombiningMark: Bool {
        switch value {
        // Before the first of them, and the large blocks in which there is none: looking it up takes longer.
        case ..<0x300, 0x3100..<0xa66f, 0xac00..<0xd7b0, 0x1f000..<0x1fb00: false
        default: properties.canonicalCombiningClass != .notReordered
        }
    }
}
