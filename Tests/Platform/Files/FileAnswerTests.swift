import Files
import HTTPTypes
import Testing
import Values

@Suite("Answering with a file", .timeLimit(.minutes(5)))
struct FileAnswerTests {
    private func description(_ mediaType: String = "application/pdf", size: Int = 1000) throws -> FileDescription {
        FileDescription(name: try FileName(parsing: "a.pdf"), mediaType: mediaType, size: size, hash: .example)
    }

    private func answer(_ request: HTTPFields, size: Int = 1000) throws -> FileAnswer {
        FileAnswer(try description(size: size), to: request)
    }

    @Test(
        "One range is answered with 206 and those bytes",
        arguments: [
            ("bytes=0-499", 0..<500, "bytes 0-499/1000"), ("bytes=500-", 500..<1000, "bytes 500-999/1000"),
            ("bytes=-1", 999..<1000, "bytes 999-999/1000"), ("bytes=-5000", 0..<1000, "bytes 0-999/1000"),
            ("bytes=0-0", 0..<1, "bytes 0-0/1000"),
            ("BYTES=990-99999999999999999999", 990..<1000, "bytes 990-999/1000"),
        ]
    )
    func partial(header: String, range: Range<Int>, contentRange: String) throws {
        let answer = try answer([.range: header])
        #expect(answer.status == 206)
        #expect(answer.range == range)
        #expect(answer.headers[.contentRange] == contentRange)
        #expect(answer.headers[.contentLength] == String(range.count))
    }

    @Test(
        "A range that is not understood is no range",
        arguments: [
            "bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,5-6", "bytes=+1-2", "bytes 0-1",
            "bytes=0--1",
        ]
    )
    func ignored(header: String) throws {
        let answer = try answer([.range: header])
        #expect(answer.status == 200)
        #expect(answer.range == 0..<1000)
        #expect(answer.headers[.contentLength] == "1000")
        #expect(answer.headers[.contentRange] == nil)
    }

    @Test(
        "A range beyond the end is 416 and tells the size",
        arguments: [
            "bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-",
        ]
    )
    func unsatisfiable(header: String) throws {
        let answer = try answer([.range: header])
        #expect(answer.status == 416)
        #expect(answer.range.isEmpty)
        #expect(answer.headers[.contentRange] == "bytes */1000")
    }

    @Test("A range holds only for the version it was asked of")
    func ifRange() throws {
        let tag = try description().entityTag
        #expect(try answer([.range: "bytes=0-1", .ifRange: tag]).status == 206)
        #expect(try answer([.range: "bytes=0-1", .ifRange: "\"other\""]).status == 200)
        #expect(try answer([.range: "bytes=0-1", .ifRange: "W/" + tag]).status == 200)
        #expect(try answer([.range: "bytes=0-1", .ifRange: "Thu, 26 Nov 2026 10:00:00 GMT"]).status == 200)
    }

    @Test("Who has the file already gets 304 without a body")
    func notModified() throws {
        let tag = try description().entityTag
        for value in [tag, "W/" + tag, "\"x\", \(tag)", "*"] {
            let answer = try answer([.ifNoneMatch: value])
            #expect(answer.status == 304)
            #expect(answer.range.isEmpty)
            #expect(answer.headers[.eTag] == tag)
        }
        #expect(try answer([.ifNoneMatch: "\"x\""]).status == 200)
    }

    @Test("Only images are shown in place; everything is private, not guessed at and not run")
    func headers() throws {
        for (mediaType, kind) in [
            ("image/png", "inline"), ("application/pdf", "attachment"), ("text/html", "attachment"),
            ("image/svg+xml", "attachment"), ("text/plain", "attachment"),
        ] {
            let headers = FileAnswer(try description(mediaType)).headers
            #expect(headers[.contentDisposition] == "\(kind); filename=\"a.pdf\"")
            #expect(headers[.contentType] == mediaType)
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(headers[.cacheControl] == "private, max-age=3600")
            #expect(headers[.acceptRanges] == "bytes")
        }
        let asked = FileAnswer(try description("image/png"), asAttachment: true)
        #expect(asked.headers[.contentDisposition] == "attachment; filename=\"a.pdf\"")
    }
}
