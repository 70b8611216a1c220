package import FoundationEssentials

extension UUID {
    /// 8-4-4-4-12 lower-case hexadecimal. Foundation prints through `snprintf` and in capitals: 7,000 instructions.
    package var lowercased: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var end = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[end] = UInt8(ascii: "-")
                        end += 1
                    }
                    text[end] = (byte >> 4).hexadecimalDigit
                    text[end + 1] = (byte & 15).hexadecimalDigit
                    end += 2
                }
                return end
            }
        }
    }

    /// Parses 8-4-4-4-12 hexadecimal in either case; `nil` for anything else.
    package init?(hexadecimal text: String) {
        guard text.utf8.count == 36 else { return nil }
        var digits: (high: UInt64, low: UInt64) = (0, 0)
        for (index, byte) in text.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.value(of: byte) else { return nil }
            digits.high = digits.high << 4 | digits.low >> 60
            digits.low = digits.low << 4 | digit
        }
        var bigEndian = (digits.high.bigEndian, digits.low.bigEndian)
        self = withUnsafeBytes(of: &bigEndian) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private static func value(of digit: UInt8) -> UInt64? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(digit - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
