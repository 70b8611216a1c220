import Documents
import Testing

@Suite("A QR code", .timeLimit(.minutes(15)))
struct QRCodeTests {
    @Test("Has the three finder patterns of the standard, and the size its text needs")
    func structure() throws {
        let code = try QRCode("https://campus.example.com/verify/1")
        #expect(code.size == 29)  // version 3 holds 42 bytes at level M
        let ring = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        for (top, left) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            let rows = (0..<7).map { row in
                String((0..<7).map { code[top + row, left + $0] ? "1" : "0" })
            }
            #expect(rows == ring)
        }
        #expect(
            try code == QRCode("https://campus.example.com/verify/1")
                && code != QRCode("https://campus.example.com/verify/2")
        )
    }

    @Test("Is drawn module for module")
    func drawn() throws {
        let code = try QRCode("Wanjikũ")
        let pdf = try PDFDocumentTests.document.render { pages in
            pages.add(.a4Portrait) { page in
                page.fill(.rectangle(page.bounds), .black)
                let side = Double(code.size + 8) * 4
                page.draw(code, in: Box(x: 100, y: 100, width: side, height: side))
            }
        }
        let pixels = try Poppler.pixels(pdf)
        for row in -4..<code.size + 4 {
            for column in -4..<code.size + 4 {
                let isInside = (0..<code.size).contains(row) && (0..<code.size).contains(column)
                let expected = isInside && code[row, column]
                #expect(
                    pixels.isDark(x: 118 + 4 * column, y: 118 + 4 * row) == expected,
                    "row \(row), column \(column)"
                )
            }
        }
    }

    @Test("Refuses a text it cannot hold", arguments: ["", "a\u{0}b", String(repeating: "x", count: 2332)])
    func refused(text: String) {
        #expect(throws: PDFError.self) { try QRCode(text) }
    }

    @Test("Holds the longest text it promises to hold")
    func longest() throws {
        #expect(try QRCode(String(repeating: "x", count: 2331)).size == 177)
    }
}
