import Files
import Testing
import Values

@Suite("Content of files", .timeLimit(.minutes(5)))
struct ContentCheckTests {
    private let rules = FileRules([.jpeg, .png, .gif, .webp, .pdf, .plainText, .csv, .doc, .docx])

    private func check(_ bytes: [UInt8], _ name: String, _ declared: String) async throws -> FileDescription {
        try await withDirectory { directory in
            let file = try await Spool(directory: directory).receive(Pieces(bytes: bytes), limit: 1 << 24)
            return try await ContentCheck().describe(file, as: rules.claim(name: name, declared: declared))
        }
    }

    @Test(
        "Files that are what they are said to be are taken",
        arguments: [
            (Samples.png, "a.png", "image/png"), (Samples.gif, "a.gif", "image/gif"),
            (Samples.pdf, "a.pdf", "application/pdf"),
            (Samples.text, "a.txt", "text/plain"), (Samples.csv, "a.csv", "text/csv"),
            (Samples.csv, "a.txt", "text/plain"),
            (Array("#include <stdio.h>\nint main(void) { return 0; }\n".utf8), "a.txt", "text/plain"),
            (Array("{\"a\": 1}".utf8), "a.txt", "text/plain"),
            (Samples.docx, "a.docx", FileType.docx.mediaType),
        ]
    )
    func taken(bytes: [UInt8], name: String, mediaType: String) async throws {
        let description = try await check(bytes, name, mediaType)
        #expect(description.mediaType == mediaType)
        #expect(description.size == bytes.count)
        #expect(description.charset == (mediaType.hasPrefix("text/") ? "utf-8" : nil))
    }

    @Test(
        "Files whose bytes are something else are refused with what they are",
        arguments: [
            (Samples.html, "a.txt", "text/plain"), (Samples.html, "a.png", "image/png"),
            (Samples.svg, "a.png", "image/png"),
            (Samples.gif, "a.png", "image/png"), (Samples.elf, "a.pdf", "application/pdf"),
            (Samples.elf, "a.txt", "text/plain"),
            (Samples.png, "a.txt", "text/plain"), (Samples.pdf, "a.docx", FileType.docx.mediaType),
            (Samples.svg, "a.txt", "text/plain"),
        ]
    )
    func refused(bytes: [UInt8], name: String, declared: String) async throws {
        let error = await #expect(throws: FilesError.self) { try await check(bytes, name, declared) }
        guard case .contentMismatch(declared, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!found.isEmpty && found != declared)
    }

    @Test("A document that is a bomb, reaches out of itself or contradicts itself is refused")
    func hostileArchives() async throws {
        let head: [(name: String, content: [UInt8], claimed: Int?)] = [
            ("[Content_Types].xml", Array("<Types/>".utf8), nil), ("_rels/.rels", [], nil),
            ("word/document.xml", Array("<w:document/>".utf8), nil),
        ]
        let many = (0..<10_001).map { (name: "word/\($0)", content: [UInt8](), claimed: Int?.none) }
        let bombs = [
            head + [("word/a", [1], 300 << 20)], head + (0..<50).map { ("word/\($0)", [1], 40 << 20) },
            head + [("word/a", [1], 4 << 20)], head + [("../../a", [1], nil)], head + [("/a", [1], nil)], head + many,
        ]
        for entries in bombs {
            await #expect(throws: FilesError.hostileArchive) {
                try await check(Samples.archive(entries), "a.docx", FileType.docx.mediaType)
            }
        }
        await #expect(throws: FilesError.hostileArchive) {
            try await check(Samples.docx.dropLast(3) + [], "a.docx", FileType.docx.mediaType)
        }
    }
}
