/// The part of a file that a client asks for with `Range` (RFC 9110 §14.2).
enum ByteRange: Hashable, Sendable {
    /// All of it: nothing was asked for, or nothing that is understood, which is the same.
    case whole
    /// These bytes.
    case part(Range<Int>)
    /// None that there are: 416.
    case unsatisfiable

    /// One range in bytes is understood. Several at once are answered with the whole file, as the RFC allows: no
    /// client of ours asks for them, and many small ones are an attack.
    init(_ header: String?, size: Int) {
        self = header.flatMap { Self.parse($0, size: size) } ?? .whole
    }

    private static func parse(_ header: String, size: Int) -> ByteRange? {
        let words = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let bounds = words[1].split(separator: "-", omittingEmptySubsequences: false).map {
            String($0).trimmingBlanks
        }
        guard bounds.count == 2, bounds.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else { return nil }
        switch (bounds[0].isEmpty, bounds[1].isEmpty) {
        case (true, true): return nil
        case (true, false):
            let length = min(number(bounds[1]), size)
            return length > 0 ? .part(size - length..<size) : .unsatisfiable
        case (false, let isOpen):
            let first = number(bounds[0])
            let last = isOpen ? .max : number(bounds[1])
            guard first <= last else { return nil }
            guard first < size else { return .unsatisfiable }
            return .part(first..<min(last, size - 1) + 1)
        }
    }

    /// Beyond all numbers is beyond every file.
    private static func number(_ digits: String) -> Int { Int(digits) ?? .max }
}
