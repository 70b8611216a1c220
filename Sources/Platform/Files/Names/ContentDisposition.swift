/// The header that says under which name a browser keeps a file, and whether it may show it (RFC 6266).
enum ContentDisposition {
    /// `attachment; filename="____.pdf"; filename*=UTF-8''%E8%AA%B2%E9%A1%8C.pdf`: the second for every browser of
    /// this century, the first for the rest.
    static func header(_ name: FileName, isInline: Bool) -> String {
        let kind = isInline ? "inline" : "attachment"
        let plain = plainName(name.text)
        guard plain != name.text else { return "\(kind); filename=\"\(plain)\"" }
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(encoded(name.text))"
    }

    /// In printable ASCII and without what some parsers of quoted strings trip over.
    private static func plainName(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { scalar in
                    (0x20...0x7e).contains(scalar.value) && !"\"\\%;".unicodeScalars.contains(scalar) ? scalar : "_"
                }
            )
        )
    }

    /// RFC 8187 §3.2: everything but `attr-char` as percent and two digits.
    private static func encoded(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in name.utf8 {
            if byte.isAlphanumeric || "!#$&+-.^_`|~".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}
