import Documents
import Foundation
import Testing

@Suite("A PDF", .serialized, .timeLimit(.minutes(15)))
struct PDFDocumentTests {
    static let document = PDFDocument(
        title: "Cheti cha Wanjikũ",
        author: "Sunrise Academy",
        created: Date(timeIntervalSince1970: 1_795_253_400)
    )

    @Test(
        "Text comes back out, whatever its script",
        arguments: [
            "Wanjikũ wa Ngũgĩ", "Ọ̀ṣun Adébáyọ̀", "أمينة محمد", "ሰላም ለዓለም", "Ƙwarai ɗan ɓera", "Ünïcödé ß",
            "Ọ̀ṣun أمينة ሰላም", "हिन्दी", "<b>&amp;</b> $(x) %s",
        ]
    )
    func scripts(text: String) throws {
        for family in [TextStyle.Family.serif, .sans] {
            let pdf = try Self.document.render { pages in
                pages.add(.a4Portrait) { page in
                    page.text(text, in: page.bounds.inset(by: 40), style: TextStyle(family, size: 24))
                }
            }
            let found = try Poppler.text(pdf)
            #expect(letters(found) == letters(text))
        }
    }

    /// Poppler marks and spaces changes of direction its own way, and may write an accent as one character or two.
    private func letters(_ text: String) -> String {
        let marks = "\u{202a}\u{202b}\u{202c}\u{c}".unicodeScalars
        let scalars = text.precomposedStringWithCanonicalMapping.unicodeScalars.filter {
            !$0.properties.isWhitespace && !marks.contains($0)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test("Title, author, date and page size are what was asked for")
    func metadata() throws {
        let pdf = try Self.document.render { pages in
            pages.add(.a4Landscape) { _ in }
            pages.add(.a4Portrait) { _ in }
        }
        let information = try Poppler.information(pdf)
        for line in [
            "Title:           Cheti cha Wanjikũ\n", "Author:          Sunrise Academy\n", "Pages:           2\n",
            "CreationDate:    2026-11-21T", "841.89 x 595.28 pts (A4)",
        ] {
            #expect(information.contains(line), "\(information)")
        }
    }

    @Test("The same input gives the same bytes, on any thread")
    func deterministic() async throws {
        let first = try Certificate.sample.render()
        let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try await Certificate.sample.rendered() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(others.count == 8 && others.allSatisfy { $0 == first })
    }

    @Test("A long name shrinks onto one line; one longer still ends in an ellipsis inside its box")
    func shrinks() throws {
        let style = TextStyle(size: 40).fitting(lines: 1, minimumSize: 12)
        let box = Box(x: 50, y: 50, width: 300, height: 60)
        func draw(_ name: String) throws -> (height: Double, pdf: [UInt8]) {
            var height = 0.0
            let pdf = try Self.document.render { pages in
                pages.add(.a4Portrait) { page in height = page.text(name, in: box, style: style) }
            }
            return (height, pdf)
        }
        #expect(try draw("Amina").height > 50)
        let long = try draw("Oluwaseun Adébáyọ̀ Ọlátúnjí Wanjikũ")
        #expect((15..<40).contains(long.height))
        #expect(try letters(Poppler.text(long.pdf)) == letters("Oluwaseun Adébáyọ̀ Ọlátúnjí Wanjikũ"))
        let endless = try draw(String(repeating: "Oluwaseun ", count: 600))
        #expect((12..<20).contains(endless.height))
        let pixels = try Poppler.pixels(endless.pdf)
        let dark = pixels.bytes.indices.filter { pixels.bytes[$0] < 128 }
        #expect(dark.count > 100)
        #expect(dark.allSatisfy { (50...351).contains($0 % pixels.width) && (50...70).contains($0 / pixels.width) })
    }

    @Test("Control characters and direction overrides are not printed")
    func hostileText() throws {
        let pdf = try Self.document.render { pages in
            pages.add(.a4Portrait) { page in
                let name = "a\u{0}b\u{1b}[31m\u{202e}cd\u{2066}e\u{85}f\r\ng"
                page.text(name, in: page.bounds, style: TextStyle(size: 20).fitting(lines: 1, minimumSize: 8))
            }
        }
        #expect(try Poppler.text(pdf).trimmingCharacters(in: .whitespacesAndNewlines) == "ab[31mcdef g")
    }

    @Test("Degenerate figures do not spoil the page")
    func degenerate() throws {
        let pdf = try Self.document.render { pages in
            pages.add(.a4Portrait) { page in
                page.fill(.ellipse(Box(x: 1, y: 1, width: 0, height: 0)), .black)
                page.fill(.rounded(Box(x: 1, y: 1, width: 4, height: 2), radius: 100), .black)
                page.stroke(.polygon([]), .black)
                page.text("x", in: Box(x: 0, y: 0, width: 0, height: 0), style: TextStyle(size: 10))
                page.text("", in: page.bounds, style: TextStyle(size: 10))
                page.text("still here", in: page.bounds, style: TextStyle(size: 10))
            }
        }
        #expect(try Poppler.text(pdf).contains("still here"))
    }

    @Test("An error while drawing reaches the caller")
    func drawingFails() {
        struct Interrupted: Error {}
        #expect(throws: Interrupted.self) {
            try Self.document.render { pages in try pages.add(.a4Portrait) { _ in throw Interrupted() } }
        }
    }

    @Test("Two hundred documents leave no memory behind")
    func memory() async {
        // In a process of its own: the memory of this one is shared with the tests that run beside.
        await #expect(processExitsWith: .success) {
            for _ in 0..<50 { _ = try Certificate.sample.render() }
            let before = try PDFDocumentTests.residentPages()
            for _ in 0..<200 { _ = try Certificate.sample.render() }
            // The sample has 50 kB: leaked each time, it would take 2500 pages.
            #expect(try PDFDocumentTests.residentPages() - before < 1500)
        }
    }

    private static func residentPages() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[1]))
    }
}
