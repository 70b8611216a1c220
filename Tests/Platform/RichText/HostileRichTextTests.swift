import RichText
import Testing
import Values

@Suite("Rich text from an attacker", .timeLimit(.minutes(15)))
struct HostileRichTextTests {
    @Test("Nothing that runs comes out", arguments: attacks)
    func harmless(attack: String) throws {
        let html = try RichText.sanitize(attack)
        try Allowed.check(html)
        #expect(try RichText.sanitize(html) == html)
    }

    @Test("Any two and three elements inside each other come out the same the second time")
    func idempotent() throws {
        let names = [
            "p", "h1", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "figcaption", "table", "thead", "tbody",
            "tr",
            "th", "td", "br", "img src=x", "a href=x", "code", "strong", "b", "i", "s", "sup", "span", "mark", "x-y",
            "div",
            "body", "caption", "col", "select", "dl", "center",
        ]
        for first in names {
            for second in names {
                for third in names {
                    let html = "<\(first)>a<x-y>b<\(second)>c<div><\(third)>d</\(second)>e</\(first)>f</p>g</body>h"
                    let once = try RichText.sanitize(html)
                    let twice = try RichText.sanitize(once)
                    guard once == twice else {
                        Issue.record("\(html) became \(once) and then \(twice)")
                        return
                    }
                }
            }
        }
    }

    @Test("Texts made at random come out allowed, and the same the second time")
    func random() throws {
        let pieces =
            attacks + [
                "<", ">", "\"", "'", "&", "&lt;", "=", "/", "<p>", "</p>", "<b", "<a href=", "<!--", "-->", "<![CDATA[",
                "]]>",
                "<table>", "<td>", "</table>", "<li>", "<svg>", "</svg>", "<style>", "</style>", " ", "é", "😀", "\u{0}",
                "a",
            ]
        let seed = UInt64.random(in: .min ... .max)
        var generator = SplitMix(state: seed)
        for _ in 0..<3000 {
            let html = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let once = try RichText.sanitize(html)
            try Allowed.check(once)
            #expect(try RichText.sanitize(once) == once, "seed \(seed), text \(html)")
        }
    }

    @Test(
        "A megabyte made to take long is read within the time limit",
        arguments: [
            ("<b>", "</u>"), ("<b>", "<body>"), ("<p><x-y>", "</a>"), ("<blockquote>", ""), ("<div><!--", "-->"),
            ("<a href='", "'>"), ("&amp", "&#"), ("<", "<!"), ("<table><tr><td>", ""),
        ]
    )
    func expensive(opening: String, closing: String) throws {
        let half = 500_000
        let html =
            String(repeating: opening, count: half / opening.utf8.count)
            + String(repeating: closing, count: closing.isEmpty ? 0 : half / closing.utf8.count)
        do {
            try Allowed.check(RichText.sanitize(html + "'\"-->end"))
        } catch let error as InvalidValue {
            #expect(error.message.contains("bytes"), "only what grows beyond the limit is refused")
        }
    }

    @Test("Two hundred thousand attributes on one element are read")
    func attributes() throws {
        let names = (0..<200_000).map { "a" + String($0, radix: 36) }.joined(separator: " ")
        #expect(try RichText.sanitize("<b>x</b><p \(String(names.prefix(1_000_000)))>y") == "<b>x</b><p>y</p>")
    }

    @Test("Elements too deep are kept at the top, in their order")
    func deep() throws {
        let html =
            "<p>first</p>" + String(repeating: "<blockquote>", count: 1000) + "<p>in<br/>side</p>"
            + String(repeating: "</blockquote>", count: 1000) + "<p>last</p>"
        let once = try RichText.sanitize(html)
        #expect(once.contains("<p>in<br>side</p>") && once.hasPrefix("<p>first</p>") && once.hasSuffix("<p>last</p>"))
        #expect(try RichText.sanitize(once) == once)
        let hidden = String(repeating: "<b>", count: 250) + "<svg>" + String(repeating: "<g>", count: 20) + "no</svg>"
        #expect(try !RichText.sanitize(hidden).contains("no"))
        for count in 250..<260 {
            let script = String(repeating: "<i>", count: count) + "<script>no()</script>yes"
            let text = try RichText.plainText(script)
            #expect(text == "yes")
        }
    }
}

/// A generator whose sequence a seed repeats (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
