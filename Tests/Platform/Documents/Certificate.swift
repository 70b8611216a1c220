import Documents

/// A certificate such as a service draws: every kind of figure, and three scripts.
struct Certificate {
    let name: String

    static let sample = Certificate(name: "Ọ̀ṣun Wanjikũ — أمينة — ሰላም")

    func render() throws -> [UInt8] { try PDFDocumentTests.document.render(draw) }
    func rendered() async throws -> [UInt8] { try await PDFDocumentTests.document.rendered { try draw($0) } }

    private func draw(_ pages: PDFPages) throws {
        let code = try QRCode("https://campus.example.com/verify/0192a0c4-7b1e-7cc3-98c4-dc0c0c07398f")
        let (ink, gold) = (Color(0x1d3557), Color(0xb08d57))
        pages.add(.a4Landscape) { page in
            page.fill(.rectangle(page.bounds), Color(0xfdfaf3))
            page.stroke(.rounded(page.bounds.inset(by: 24), radius: 18), gold, lineWidth: 3)
            page.stroke(.rounded(page.bounds.inset(by: 32), radius: 12), gold, lineWidth: 0.75)
            func centered(_ text: String, _ y: Double, _ height: Double, _ style: TextStyle) {
                page.text(
                    text,
                    in: Box(x: 80, y: y, width: page.size.width - 160, height: height),
                    style: style.aligned(.center)
                )
            }
            centered("Sunrise Academy", 64, 24, TextStyle(.sans, size: 14, weight: .semibold, color: gold))
            centered("Certificate of Completion", 100, 60, TextStyle(size: 38, weight: .bold, color: ink))
            centered("This is to certify that", 180, 24, TextStyle(size: 14, isItalic: true))
            centered(name, 215, 70, TextStyle(size: 44, color: ink).fitting(lines: 1, minimumSize: 16))
            page.line(
                from: Point(x: 200, y: 290),
                to: Point(x: page.size.width - 200, y: 290),
                gold,
                lineWidth: 1,
                dash: 3
            )
            centered("has completed the course\nRainfall and Rivers of East Africa", 305, 60, TextStyle(size: 16))
            page.fill(.ellipse(Box(x: 110, y: 420, width: 80, height: 80)), gold)
            page.fill(.polygon([Point(x: 120, y: 480), Point(x: 110, y: 540), Point(x: 150, y: 515)]), gold)
            page.draw(code, in: Box(x: page.size.width - 180, y: 410, width: 110, height: 110), ink)
            page.text("No. 42", in: Box(x: 60, y: 545, width: 300, height: 20), style: TextStyle(.mono, size: 9))
        }
    }
}
