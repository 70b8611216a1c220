import Testing
import Values

@Suite("Texts from outside", .timeLimit(.minutes(5)))
struct StreamSafeTests {
    private static let heap =
        "a" + String(repeating: "\u{301}", count: 200_000)
        + String(repeating: "\u{316}", count: 200_000)

    @Test("Words of many languages are stream-safe; a heap of marks on one letter is not")
    func safe() {
        for text in ["", "rain", "Ọ̀yọ́, Ẹ̀gbá", "हिन्दी में क्षेत्र", "Tiếng Việt", "שָׁלוֹם", "👩‍👩‍👧", "水循環"] {
            #expect(text.isStreamSafe, "\(text)")
        }
        #expect(("a" + String(repeating: "\u{301}", count: 30)).isStreamSafe)
        #expect(!("a" + String(repeating: "\u{301}", count: 31)).isStreamSafe)
        #expect(!Self.heap.isStreamSafe)
    }

    @Test("A document with such a heap is refused in no time, as a value, as a name and in escapes")
    func documents() {
        let escaped = "\"a" + String(repeating: "\\u0301\\u0316", count: 40_000) + "\""
        for text in ["\"\(Self.heap)\"", "{\"\(Self.heap)\":1}", escaped, "[{\"a\":\(escaped)}]"] {
            #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array(text.utf8)) }
        }
    }

    @Test("Two texts may have too many marks together; the rest goes")
    func together() {
        let marks = String(repeating: "\u{301}", count: 20)
        #expect(("a" + marks + marks + "b").streamSafe.unicodeScalars.count == 32)
        #expect(("a" + marks + "b" + marks).streamSafe.unicodeScalars.count == 42)
    }

    @Test("Bytes are a text when they are UTF-8 and stream-safe")
    func bytes() {
        #expect(String(outside: Array("Ẹ̀gbá".utf8)) == "Ẹ̀gbá")
        #expect(String(outside: [0xff]) == nil)
        #expect(String(outside: Array(Self.heap.utf8)) == nil)
    }
}
