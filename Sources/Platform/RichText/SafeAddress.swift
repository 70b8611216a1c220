/// Which addresses a link may lead to and an image may come from.
enum SafeAddress {
    /// An http, https or mailto address, or a path on this site; `nil` for any other.
    static func link(_ text: String) -> String? { check(text, schemes: ["http", "https", "mailto"]) }

    /// An http or https address, or a path on this site; `nil` for any other.
    static func image(_ text: String) -> String? { check(text, schemes: ["http", "https"]) }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }

    private static func check(_ text: String, schemes: [String]) -> String? {
        guard text.utf8.count <= 8192 else { return nil }
        // A browser ignores these wherever they stand (WHATWG URL §4.4), and so finds a scheme in "java&#9;script:".
        let visible = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
        let address = trimmed(String(visible))
        guard !address.isEmpty else { return nil }
        if let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")),
            !address.utf8[..<colon].contains(where: { "/?#".utf8.contains($0) })
        {
            let scheme = address[..<colon].lowercased()
            let rest = address.utf8[colon...].dropFirst()
            guard schemes.contains(scheme), !rest.isEmpty else { return nil }
            return scheme == "mailto" || rest.starts(with: "//".utf8) ? address : nil
        }
        // A browser reads a backslash as a slash, and two of them as the beginning of another host.
        let start = address.utf8.prefix(2).map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        return start == Array("//".utf8) ? nil : address
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
