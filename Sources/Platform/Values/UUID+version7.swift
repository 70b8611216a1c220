package import FoundationEssentials

extension UUID {
    /// A UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, 12 of their fraction (§6.2, method 3), 62 random
    /// bits.
    ///
    /// The fraction is a quarter of a microsecond, so that what one request makes one after the other sorts that way.
    package static func version7(at date: Date = Date()) -> UUID {
        let milliseconds = max(0, min(date.timeIntervalSince1970 * 1000, 281_474_976_710_655))
        let time = UInt64(milliseconds * 4096)
        let low = UInt64.random(in: .min ... .max)
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return UUID(
            uuid: (
                byte(time, 52), byte(time, 44), byte(time, 36), byte(time, 28), byte(time, 20), byte(time, 12),
                0x70 | (byte(time, 8) & 0x0f), byte(time, 0),
                0x80 | (byte(low, 56) & 0x3f), byte(low, 48), byte(low, 40), byte(low, 32),
                byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
            )
        )
    }
}
