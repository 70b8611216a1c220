/// Text from outside, made fit to print.
enum PrintableText {
    /// The text without control characters and without those that turn the direction of what follows them (a name
    /// must not rearrange a certificate), cut after `limit` characters.
    static func clean(_ text: String, limit: Int, singleLine: Bool = false) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.value {
            case 0x0a where !singleLine: clean.append(scalar)
            case 0x09, 0x0a, 0x2028, 0x2029: clean.append(" ")
            case 0x00..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069, 0xfff9...0xfffb: break
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }
}
