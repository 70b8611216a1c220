package import FoundationEssentials

/// PostgreSQL's `numeric` in binary: groups of four decimal digits, a weight, a sign and a scale.
struct Numeric {
    private enum Sign: UInt16 {
        case positive = 0
        case negative = 0x4000
        case notANumber = 0xc000
    }
    private let sign: Sign
    /// The power of 10,000 of the first group.
    private let weight: Int
    /// Digits shown after the decimal point.
    private let scale: Int
    private let groups: [Int16]

    init(_ cell: Cell) throws(CellMismatch) {
        let count = Int(try cell.number(Int16.self, at: 0))
        weight = Int(try cell.number(Int16.self, at: 2))
        guard let sign = Sign(rawValue: try cell.number(UInt16.self, at: 4)), sign != .notANumber, count >= 0 else {
            throw CellMismatch("holds NaN or an infinity")
        }
        self.sign = sign
        scale = Int(try cell.number(Int16.self, at: 6))
        var groups: [Int16] = []
        groups.reserveCapacity(count)
        for index in 0..<count { groups.append(try cell.number(Int16.self, at: 8 + 2 * index)) }
        self.groups = groups
    }

    private func group(_ power: Int) -> Int {
        let index = weight - power
        return groups.indices.contains(index) ? Int(groups[index]) : 0
    }

    /// The number when it has no fraction and fits.
    func wholeNumber() throws(CellMismatch) -> Int64 {
        var value: Int64 = 0
        for power in stride(from: weight, through: 0, by: -1) {
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, overflows) = product.subtractingReportingOverflow(Int64(group(power)))
            guard !isTooLarge, !overflows else { throw CellMismatch("holds a number that is too large") }
            value = sum
        }
        let fraction = groups.dropFirst(max(0, weight + 1))
        guard fraction.allSatisfy({ $0 == 0 }) else { throw CellMismatch("holds a number with a fraction") }
        // Summed up below zero, because the smallest integer has no positive counterpart.
        guard sign == .positive else { return value }
        guard value != .min else { throw CellMismatch("holds a number that is too large") }
        return -value
    }

    /// The number in decimal notation, with as many places as PostgreSQL shows.
    func text() -> String {
        var text = sign == .negative ? "-" : ""
        text += weight >= 0 ? String(group(weight)) : "0"
        for power in stride(from: weight - 1, through: 0, by: -1) { text += Self.padded(group(power)) }
        guard scale > 0 else { return text }
        var fraction = ""
        for index in 0..<(scale + 3) / 4 { fraction += Self.padded(group(-1 - index)) }
        return text + "." + fraction.prefix(scale)
    }

    private static func padded(_ group: Int) -> String {
        let digits = String(group)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The binary form of a number in plain decimal notation.
    static func encode(_ text: String, into bytes: inout [UInt8]) {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map { Array($0.utf8) } ?? []
        let fraction = parts.count > 1 ? Array(parts[1].utf8) : []
        let zero = UInt8(ascii: "0")
        let padded =
            [UInt8](repeating: zero, count: (4 - whole.count % 4) % 4) + whole + fraction
            + [UInt8](repeating: zero, count: (4 - fraction.count % 4) % 4)
        let groups = stride(from: 0, to: padded.count, by: 4).map { start in
            padded[start..<start + 4].reduce(Int16(0)) { $0 * 10 + Int16($1 - zero) }
        }
        bytes.appendBigEndian(Int16(groups.count))
        bytes.appendBigEndian(Int16((whole.count + 3) / 4 - 1))
        bytes.appendBigEndian(isNegative ? Sign.negative.rawValue : Sign.positive.rawValue)
        bytes.appendBigEndian(Int16(fraction.count))
        for group in groups { bytes.appendBigEndian(group) }
    }
}

extension Decimal: PostgresValue {
    package static var postgresType: PostgresType { .numeric }

    package func encode(into bytes: inout [UInt8]) {
        guard !isNaN else {
            for word: UInt16 in [0, 0, 0xc000, 0] { bytes.appendBigEndian(word) }
            return
        }
        Numeric.encode(description, into: &bytes)
    }

    package static func decode(_ cell: Cell) throws(CellMismatch) -> Decimal {
        switch cell.oid {
        case PostgresType.numeric.oid:
            guard let value = Decimal(string: try Numeric(cell).text()) else { throw cell.mismatch(Self.self) }
            return value
        case PostgresType.bigint.oid, PostgresType.integer.oid, PostgresType.smallint.oid:
            return Decimal(try Int.decode(cell))
        default: throw cell.mismatch(Self.self)
        }
    }
}
