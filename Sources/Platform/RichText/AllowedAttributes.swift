/// Which attributes an element keeps, and which values those may have.
enum AllowedAttributes {
    /// An attribute to write.
    struct Pair {
        let name: StaticString
        let value: String
    }

    /// The attributes to write; `nil` for an element that means nothing without one it lacks.
    static func of(_ element: Element, _ given: Attributes) -> [Pair]? {
        switch element {
        case .a:
            guard let link = given["href"].flatMap({ SafeAddress.link($0) }) else { return nil }
            // The link was written by a user: it gets no handle on our window, no referrer, no rank from us.
            return [Pair(name: "href", value: link), Pair(name: "rel", value: "noopener noreferrer nofollow")]
        case .img:
            guard let source = given["src"].flatMap({ SafeAddress.image($0) }) else { return nil }
            return [
                Pair(name: "src", value: source), given["alt"].map { Pair(name: "alt", value: $0) },
                number("width", 1...10_000, given), number("height", 1...10_000, given),
            ].compactMap { $0 }
        case .ol: return [number("start", 0...999_999, given)].compactMap { $0 }
        case .th, .td:
            return [number("colspan", 1...1000, given), number("rowspan", 1...1000, given)].compactMap { $0 }
        case .code: return [language(given["class"])].compactMap { $0 }
        default: return []
        }
    }

    private static func number(_ name: StaticString, _ range: ClosedRange<Int>, _ given: Attributes) -> Pair? {
        guard let text = given[name], text.utf8.count <= 6, let number = Int(text), range.contains(number) else {
            return nil
        }
        return Pair(name: name, value: String(number))
    }

    private static func language(_ classes: String?) -> Pair? {
        let language = classes?.split(whereSeparator: \.isWhitespace).first { name in
            name.hasPrefix("language-") && (10...40).contains(name.utf8.count)
                && name.utf8.allSatisfy { SafeAddress.isLetterOrDigit($0) || "-_+#.".utf8.contains($0) }
        }
        return language.map { Pair(name: "class", value: String($0)) }
    }
}
