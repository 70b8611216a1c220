/// The secret part of a verification address: 140 random bits in Crockford's base 32, which has no I, L, O or U.
struct VerificationCode: Hashable, Sendable {
    /// 28 characters, without hyphens: what is stored.
    let text: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let length = 28

    /// A new code from the system's random numbers.
    init() {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<Self.length).map { _ in Self.alphabet[Int(generator.next(upperBound: UInt32(32)))] }
        text = String(decoding: digits, as: UTF8.self)
    }

    /// Reads what somebody typed: either case, hyphens and blanks anywhere, O for 0, I and L for 1.
    init?(typed: String) {
        var digits: [UInt8] = []
        for byte in typed.utf8.prefix(100) where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            let upper = (0x61...0x7a).contains(byte) ? byte - 0x20 : byte
            let digit =
                switch upper {
                case UInt8(ascii: "O"): UInt8(ascii: "0")
                case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
                default: upper
                }
            guard Self.alphabet.contains(digit), digits.count < Self.length else { return nil }
            digits.append(digit)
        }
        guard digits.count == Self.length else { return nil }
        text = String(decoding: digits, as: UTF8.self)
    }

    /// Seven groups of four, as printed.
    var grouped: String {
        stride(from: 0, to: text.utf8.count, by: 4)
            .map { start in String(text.dropFirst(start).prefix(4)) }
            .joined(separator: "-")
    }
}

extension VerificationCode: Decodable {
    init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
}
