import Testing

/// Checks written HTML by a grammar that shares nothing with the sanitizer: only these tags, spelled only so.
enum Allowed {
    private static let bare: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "figcaption",
        "table",
        "thead", "tbody", "tr", "th", "td", "br", "code", "strong", "b", "em", "i", "u", "s", "sub", "sup", "span",
        "mark",
    ]

    static func check(_ html: String) throws {
        var rest = html[...]
        var open: [Substring] = []
        while let start = rest.firstIndex(where: { "<>".contains($0) }) {
            try #require(rest[start] == "<", "a bare > in \(html)")
            let end = try #require(rest[start...].firstIndex(of: ">"), "an open tag in \(html)")
            let tag = rest[rest.index(after: start)..<end]
            if tag.hasPrefix("/") {
                #expect(open.popLast() == tag.dropFirst(), "badly nested: \(html)")
            } else {
                let name = tag.prefix { $0 != " " }
                #expect(isAllowed(tag), "<\(tag)> in \(html)")
                if !["br", "hr", "img"].contains(name) { open.append(name) }
            }
            rest = rest[end...].dropFirst()
        }
        #expect(open.isEmpty, "left open: \(html)")
    }

    private static func isAllowed(_ tag: Substring) -> Bool {
        if bare.contains(String(tag)) { return true }
        if let link = tag.wholeMatch(of: #/a href="([^"<>]+)" rel="noopener noreferrer nofollow"/#) {
            return isHarmless(link.output.1, schemes: ["http", "https", "mailto"])
        }
        if let image = tag.wholeMatch(of: #/img src="([^"<>]+)"(?: alt="[^"<>]*")?(?: (?:width|height)="[0-9]+")*/#) {
            return isHarmless(image.output.1, schemes: ["http", "https"])
        }
        return tag.wholeMatch(of: #/ol start="[0-9]{1,6}"/#) != nil
            || tag.wholeMatch(of: #/t[hd](?: (?:col|row)span="[0-9]{1,5}")+/#) != nil
            || tag.wholeMatch(of: #/code class="language-[A-Za-z0-9_+#.\-]+"/#) != nil
    }

    private static func isHarmless(_ address: Substring, schemes: [String]) -> Bool {
        let scheme = address.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
        guard address.unicodeScalars.allSatisfy({ $0.value >= 0x20 }), !address.hasPrefix("//") else { return false }
        return address.dropFirst(scheme.count).first != ":" || schemes.contains(scheme.lowercased())
    }
}
