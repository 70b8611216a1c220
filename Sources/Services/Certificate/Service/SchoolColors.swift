import Documents

/// A school's two colours, made fit to print on white paper.
struct SchoolColors: Sendable {
    /// Dark enough to read as text.
    let primary: UInt32
    let accent: UInt32

    private static let ink: UInt32 = 0x1d3557

    /// Reads `#rrggbb`; a primary colour too light for text is replaced by ink.
    init(primary: String, accent: String) {
        let color = Self.parse(primary) ?? Self.ink
        // 4.5:1 against white, what WCAG 2.2 (1.4.3) asks of text.
        self.primary = Self.luminance(color) <= 0.183 ? color : Self.ink
        self.accent = Self.parse(accent) ?? 0xb08d57
    }

    /// As CSS writes a colour.
    static func css(_ color: UInt32) -> String {
        let digits = String(color, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    private static func parse(_ text: String) -> UInt32? {
        guard text.utf8.count == 7, text.utf8.first == UInt8(ascii: "#") else { return nil }
        return UInt32(text.dropFirst(), radix: 16)
    }

    /// The relative luminance of a colour (WCAG 2.2), with a gamma of 2.2 for the exact curve.
    private static func luminance(_ rgb: UInt32) -> Double {
        let color = Color(rgb)
        func linear(_ share: Double) -> Double { share * share * (0.2 + 0.8 * share) }
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }
}
