import Files
import HTTPTypes
import Testing
import Values

@Suite("Names of files", .timeLimit(.minutes(5)))
struct FileNameTests {
    @Test(
        "Names in every script are kept as they are",
        arguments: [
            "課題 第三回.pdf", "Kazi ya nyumbani (1).docx", "مقال.txt", "ọ̀rọ̀.png", "résumé.pdf", "no extension",
            "a'b;c\"d.png", "👩‍🏫.gif",
        ]
    )
    func kept(name: String) throws {
        #expect(try FileName(parsing: "  \(name)\t").text == name)
    }

    @Test(
        "A path, or what somebody may read as one, is refused with the reason",
        arguments: [
            "../essay.pdf", "/etc/passwd", "a/b.pdf", "..\\essay.pdf", "C:\\essay.pdf", "..%2fessay.pdf", "a%5Cb.pdf",
            "%c0%ae%c0%ae.pdf", "a%00.pdf",
        ]
    )
    func paths(name: String) {
        #expect(throws: InvalidValue("must not contain a path")) { try FileName(parsing: name) }
        #expect(throws: FilesError.invalidName("must not contain a path")) {
            try FileRules([.pdf]).claim(name: name, declared: "application/pdf")
        }
    }

    @Test(
        "Names that deceive, hide, or are none are refused",
        arguments: [
            "", "  ", ".", "..", ".htaccess", "a\u{0}.pdf", "a\nb.pdf", "a\u{7f}.pdf", "invoice\u{202e}fdp.exe",
            "a\u{2066}b.pdf", "a\u{2028}b.pdf", String(repeating: "a", count: 300) + ".pdf",
        ]
    )
    func deceptive(name: String) {
        #expect(throws: InvalidValue.self) { try FileName(parsing: name) }
    }

    @Test(
        "The header names the file for old and new browsers, and nothing in a name ends it early",
        arguments: [
            ("essay.pdf", #"attachment; filename="essay.pdf""#),
            ("課題.pdf", #"attachment; filename="__.pdf"; filename*=UTF-8''%E8%AA%B2%E9%A1%8C.pdf"#),
            (
                "a\"; filename=\"b.exe",
                #"attachment; filename="a__ filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe"#
            ),
            ("50%.pdf", #"attachment; filename="50_.pdf"; filename*=UTF-8''50%25.pdf"#),
        ]
    )
    func disposition(name: String, header: String) throws {
        let file = FileDescription(
            name: try FileName(parsing: name),
            mediaType: "application/pdf",
            size: 3,
            hash: .example
        )
        #expect(FileAnswer(file).headers[.contentDisposition] == header)
    }
}

@Suite("What a file is said to be", .timeLimit(.minutes(5)))
struct FileRulesTests {
    private let rules = FileRules([.jpeg, .png, .pdf, .plainText, .csv, .docx])

    @Test(
        "Name and declared type must agree, whatever the case and the parameters",
        arguments: [
            ("photo.JPG", "image/jpeg", "image/jpeg"), ("photo.jpeg", "IMAGE/JPG", "image/jpeg"),
            ("notes.txt", "text/plain; charset=utf-8", "text/plain"),
            ("marks.csv", "application/vnd.ms-excel", "text/csv"),
            ("essay.pdf", "application/octet-stream", "application/pdf"), ("essay.pdf", "", "application/pdf"),
        ]
    )
    func agreeing(name: String, declared: String, type: String) throws {
        let claim = try rules.claim(name: name, declared: declared)
        #expect(claim.type.mediaType == type)
        #expect(claim.name.text == name)
    }

    @Test("A name without an extension gets the one of its type")
    func withoutExtension() throws {
        #expect(try rules.claim(name: "image", declared: "image/png").name.text == "image.png")
    }

    @Test("What is not on the list, or does not agree, is refused with the reason")
    func refused() {
        #expect(throws: FilesError.typeNotAllowed(declared: "text/html")) {
            try rules.claim(name: "a.html", declared: "text/html")
        }
        #expect(throws: FilesError.typeNotAllowed(declared: "image/svg+xml")) {
            try rules.claim(name: "a.svg", declared: "image/svg+xml")
        }
        #expect(throws: FilesError.typeNotAllowed(declared: "exe")) {
            try rules.claim(name: "a.exe", declared: "application/octet-stream")
        }
        #expect(throws: FilesError.extensionMismatch(declared: "image/png", name: "a.pdf")) {
            try rules.claim(name: "a.pdf", declared: "image/png")
        }
    }
}
