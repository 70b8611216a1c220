extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits for each byte. Inlinable, so that a digest's bytes need no call each.
    @inlinable package var hexadecimal: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(underestimatedCount * 2)
        for byte in self {
            digits.append((byte >> 4).hexadecimalDigit)
            digits.append((byte & 15).hexadecimalDigit)
        }
        return String(decoding: digits, as: UTF8.self)
    }
}

extension UInt8 {
    /// The lower-case digit of a number below 16.
    @inlinable package var hexadecimalDigit: UInt8 {
        self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") &+ self &- 10
    }
}
