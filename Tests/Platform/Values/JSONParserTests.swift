import Testing
import Values

@Suite("JSON texts", .timeLimit(.minutes(15)))
struct JSONParserTests {
    @Test("A document is read with its members in the order they stand")
    func document() throws {
        let json = try JSON(parsing: #" {"b":[1,-2.5,1e3,true,false,null],"a":{"":"é\n\u00e9\ud83d\ude00\/"}} "#.utf8)
        #expect(
            json == [
                "b": [1, -2.5, 1000.0, true, false, nil],
                "a": ["": "é\né😀/"],
            ]
        )
        #expect(json.object?.members.map(\.name) == ["b", "a"])
    }

    @Test(
        "What RFC 8259 forbids is refused",
        arguments: [
            "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1] 2", "nul", "tru",
            "TRUE", "01", "-", "-01", "1.", ".5", "+1", "1e", "1e+", "NaN", "Infinity", "0x10", "1e400", "'a'", "\"a",
            "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"",
            "\u{feff}1", "[1 2]", "{\"a\":1 \"b\":2}", "{1:2}", "\"\\", "\"\\u",
        ]
    )
    func refused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text.utf8) }
    }

    @Test("A name that stands twice in one object is refused, in two objects it is fine")
    func duplicates() throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: #"{"a":1,"a":2}"#.utf8) }
        #expect(error?.description == "a name stands twice in one object at byte 10")
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: #"{"a":1,"\u0061":2}"#.utf8) }
        #expect(try JSON(parsing: #"[{"a":1},{"a":2}]"#.utf8) == [["a": 1], ["a": 2]])
    }

    @Test(
        "Bytes that are not UTF-8 are refused, also beside an escape",
        arguments: [[0xff], [0xc3], [0xed, 0xa0, 0x80]]
    )
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22] + bytes + [0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22, 0x5c, 0x6e] + bytes + [0x22]) }
    }

    @Test("Nesting is bounded, so that no input exhausts the stack")
    func nesting() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        _ = try JSON(parsing: nested(64))
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(65)) }
        #expect(error?.description == "nested more than 64 deep at byte 64")
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(1_000_000)) }
        // Siblings do not add up.
        _ = try JSON(parsing: Array(("[" + String(repeating: "{},[],", count: 500) + "1]").utf8))
    }

    @Test("Whole numbers stay exact up to 64 bits, larger ones become doubles")
    func numbers() throws {
        #expect(try JSON(parsing: "9223372036854775807".utf8) == .integer(.max))
        #expect(try JSON(parsing: "-9223372036854775808".utf8) == .integer(.min))
        #expect(try JSON(parsing: "9223372036854775808".utf8) == .number(9_223_372_036_854_775_808))
        #expect(try JSON(parsing: "2.0".utf8).integer == 2)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: String(repeating: "1", count: 401).utf8) }
    }

    @Test("Random bytes are refused or read, and what was read is written and read alike")
    func fuzz() throws {
        var random = SeededRandom(seed: 20_261_121)
        let alphabet = Array(#"{}[]",:\u0123456789eE+-.truefalsn é"#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).compactMap { _ in
                alphabet.randomElement(using: &random)
            }
            guard let json = try? JSON(parsing: bytes) else { continue }
            let again = try JSON(parsing: JSONWriter().bytes(json))
            let text = String(decoding: bytes, as: UTF8.self)
            // 2.0 is written as 2: the same number.
            #expect(again == json || again.double != nil && again.double == json.double || json.array != nil, "\(text)")
        }
    }
}

/// A generator whose numbers a seed repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
