import CampusTestKit
import Endpoints
import Foundation
import HTTPTypes
import Testing
import Values

@testable import CertificateService

@Suite("The printed certificate", .timeLimit(.minutes(15)))
struct PrintingTests {
    @Test(
        "Names in every script come out as they were put in, and name the file",
        arguments: ["Wanjikũ Ọ̀ṣun Adébáyọ̀", "أمينة محمد", "ሰላም ተስፋዬ"]
    )
    func scripts(name: String) async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate(name, title: "Rivers & Lakes <East>")
            let pdf = try await graduate.learner.get("/api/certificates/\(graduate.id)/pdf")
            let text = try PrintedText.read(pdf.bytes)
            // Poppler writes the direction of right-to-left words out, and may set accents apart.
            let plain = String(text.unicodeScalars.filter { $0.properties.generalCategory != .format })
            for word in name.split(separator: " ") { #expect(plain.contains(word)) }
            #expect(plain.contains("Rivers & Lakes <East>") && plain.contains("Sunrise Academy"))
            #expect(plain.contains(graduate.certificate["serial"]?.string ?? "?"))
            #expect(plain.contains("https://campus.example.com" + graduate.verificationPath))
            let disposition = try #require(pdf.headers[.contentDisposition])
            let encoded = try #require(disposition.split(separator: "filename*=UTF-8''").last)
            #expect(encoded.removingPercentEncoding == "\(name) - Rivers & Lakes East.pdf")
            #expect(disposition.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
        }
    }

    @Test(
        "A file's name holds nothing that a header, a path or a shell would read",
        arguments: [
            "a/../../etc/passwd", "x\r\nSet-Cookie: a=b", "\"; filename=\"evil.exe", "\u{202E}fdp.exe", "C:\\con|*?",
            String(repeating: "ሰ", count: 400),
        ]
    )
    func fileNames(name: String) {
        let fileName = CertificateService.fileName(name, name)
        #expect(fileName.hasSuffix(".pdf") && fileName.utf8.count <= 255)
        let forbidden = "/\\:*?\"<>|;\r\n\u{202E}".unicodeScalars
        #expect(!fileName.unicodeScalars.contains { forbidden.contains($0) })
        #expect(fileName.filter { $0 == "." }.count == 1)
    }

    @Test("A colour too light to read is replaced, one that is none as well")
    func colors() {
        #expect(SchoolColors(primary: "#0f766e", accent: "#f59e0b").primary == 0x0f766e)
        #expect(SchoolColors(primary: "#ffee00", accent: "#f59e0b").primary == 0x1d3557)
        #expect(SchoolColors(primary: "red;}*{", accent: "#12345").accent == 0xb08d57)
        #expect(SchoolColors.css(0x0000ff) == "#0000ff")
    }

    @Test("Dates are written in words")
    func dates() throws {
        #expect(PrintedDate.text(try #require(Timestamp.date("2026-11-01T23:59:59Z"))) == "1 November 2026")
    }
}
