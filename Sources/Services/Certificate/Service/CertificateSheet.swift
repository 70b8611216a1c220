import Documents
import FoundationEssentials

/// The certificate as a page to print: A4, lying, in the school's colours on white, so that it costs little ink.
struct CertificateSheet: Sendable {
    private let certificate: CertificateRow
    private let verificationURL: String
    private let primary: Color
    private let accent: Color
    private let gray = Color(0x555b66)

    init(_ certificate: CertificateRow, verificationURL: String) {
        self.certificate = certificate
        self.verificationURL = verificationURL
        let colors = SchoolColors(primary: certificate.primaryColor, accent: certificate.accentColor)
        (primary, accent) = (Color(colors.primary), Color(colors.accent))
    }

    /// The PDF's bytes, drawn away from the threads that serve requests; equal for equal certificates.
    func rendered() async throws -> [UInt8] {
        let document = PDFDocument(
            title: "\(certificate.courseTitle) – \(certificate.learnerName)",
            author: certificate.schoolName,
            created: certificate.issuedAt
        )
        return try await document.rendered { pages in
            let code = try QRCode(verificationURL)
            pages.add(.a4Landscape) { page in
                drawFrame(on: page)
                drawWords(on: page)
                drawFoot(on: page, code)
                if certificate.isRevoked { drawRevocation(on: page) }
            }
        }
    }

    private func drawFrame(on page: PDFPage) {
        page.stroke(.rectangle(page.bounds.inset(by: 24)), primary, lineWidth: 3)
        page.stroke(.rectangle(page.bounds.inset(by: 32)), accent, lineWidth: 0.8)
        let (right, bottom) = (page.size.width - 32, page.size.height - 32)
        for (x, y) in [(32.0, 32.0), (right, 32.0), (32.0, bottom), (right, bottom)] {
            page.fill(diamond(x, y, 9), .white)
            page.fill(diamond(x, y, 6), accent)
        }
    }

    private func drawWords(on page: PDFPage) {
        func centered(_ text: String, top: Double, height: Double, _ style: TextStyle) {
            let box = Box(x: 90, y: top, width: page.size.width - 180, height: height)
            page.text(text, in: box, style: style.aligned(.center))
        }
        let quiet = TextStyle(size: 14, isItalic: true, color: gray)
        centered(
            certificate.schoolName,
            top: 58,
            height: 30,
            TextStyle(.sans, size: 19, weight: .semibold, color: primary).fitting(lines: 1, minimumSize: 10)
        )
        drawOrnament(on: page, y: 98)
        centered("Certificate of Completion", top: 112, height: 54, TextStyle(size: 38, weight: .bold, color: primary))
        centered("This is to certify that", top: 182, height: 24, quiet)
        centered(
            certificate.learnerName,
            top: 210,
            height: 74,
            TextStyle(size: 44, color: .black).fitting(lines: 1, minimumSize: 14)
        )
        page.line(
            from: Point(x: 210, y: 288),
            to: Point(x: page.size.width - 210, y: 288),
            accent,
            lineWidth: 0.8
        )
        centered("has successfully completed the course", top: 300, height: 24, quiet)
        centered(
            certificate.courseTitle,
            top: 328,
            height: 66,
            TextStyle(size: 24, weight: .semibold, color: primary).fitting(lines: 2, minimumSize: 12)
        )
    }

    private func drawFoot(on page: PDFPage, _ code: QRCode) {
        let label = TextStyle(.sans, size: 9, color: gray)
        let value = TextStyle(size: 15, color: .black).fitting(lines: 1, minimumSize: 9)
        func entry(_ name: String, _ text: String, x: Double) {
            page.text(text, in: Box(x: x, y: 452, width: 170, height: 24), style: value)
            page.line(from: Point(x: x, y: 476), to: Point(x: x + 170, y: 476), accent, lineWidth: 0.8)
            page.text(name, in: Box(x: x, y: 481, width: 170, height: 14), style: label)
        }
        entry("Completed on", PrintedDate.text(certificate.completedAt), x: 80)
        entry("Certificate number", certificate.serial, x: 290)
        page.draw(code, in: Box(x: page.size.width - 206, y: 406, width: 126, height: 126))
        let foot = TextStyle(.sans, size: 8, color: gray).fitting(lines: 1, minimumSize: 5)
        page.text(
            "Check this certificate: scan the code, or open",
            in: Box(x: 80, y: 512, width: 540, height: 12),
            style: foot
        )
        page.text(
            verificationURL,
            in: Box(x: 80, y: 524, width: 540, height: 14),
            style: TextStyle(.mono, size: 8, color: .black).fitting(lines: 1, minimumSize: 5)
        )
    }

    /// Only admins get a revoked certificate; nobody should mistake their copy for a valid one.
    private func drawRevocation(on page: PDFPage) {
        let red = Color(0xb00020)
        let box = Box(x: page.size.width / 2 - 130, y: 398, width: 260, height: 40)
        page.fill(.rounded(box, radius: 6), .white)
        page.stroke(.rounded(box, radius: 6), red, lineWidth: 2)
        page.text(
            "REVOKED",
            in: Box(x: box.x, y: box.y + 5, width: box.width, height: 30),
            style: TextStyle(.sans, size: 20, weight: .bold, color: red).aligned(.center)
        )
    }

    /// A rule with a diamond in its middle.
    private func drawOrnament(on page: PDFPage, y: Double) {
        let middle = page.size.width / 2
        page.line(from: Point(x: middle - 90, y: y), to: Point(x: middle - 12, y: y), accent, lineWidth: 0.8)
        page.line(from: Point(x: middle + 12, y: y), to: Point(x: middle + 90, y: y), accent, lineWidth: 0.8)
        page.fill(diamond(middle, y, 4), accent)
    }

    private func diamond(_ x: Double, _ y: Double, _ radius: Double) -> Shape {
        .polygon([
            Point(x: x, y: y - radius), Point(x: x + radius, y: y), Point(x: x, y: y + radius),
            Point(x: x - radius, y: y),
        ])
    }
}
