import NIOCore
import Testing
import Upstreams

@Suite("Streams of events", .timeLimit(.minutes(5)))
struct EventStreamTests {
    private func events(_ pieces: [some Collection<UInt8>]) throws -> [ServerSentEvent] {
        var parser = EventStreamParser()
        return try pieces.flatMap { try parser.feed($0) }
    }

    private func events(_ text: String) throws -> [ServerSentEvent] { try events([Array(text.utf8)]) }

    @Test("An event is its data lines joined, its name and the last id, whatever ends the lines")
    func fields() throws {
        let expected = [
            ServerSentEvent(name: "add", "one\ntwo", id: "7"), ServerSentEvent("three", id: "7"),
        ]
        for end in ["\n", "\r", "\r\n"] {
            let stream = ["event: add", "data: one", "id: 7", "data:two", "", ": note", "data:three", "", ""]
            #expect(try events(stream.joined(separator: end)) == expected)
        }
    }

    @Test("The examples of the standard give what the standard says")
    func examples() throws {
        #expect(try events("data: YHOO\ndata: +2\ndata: 10\n\n").map(\.text) == ["YHOO\n+2\n10"])
        let ids = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"
        #expect(
            try events(ids) == [ServerSentEvent("first event", id: "1"), ServerSentEvent("second event", id: "")]
        )
        #expect(try events("data\n\ndata\ndata\n\ndata:").map(\.text) == ["", "\n"])
        #expect(try events("data:test\n\ndata: test\n\n").map(\.text) == ["test", "test"])
        #expect(try events("\u{feff}data: a\n\n\u{feff}data: b\n\n").map(\.text) == ["a"])
        #expect(try events("event: alone\n\ndata: a\n\n") == [ServerSentEvent("a")])
        #expect(try events("id: a\0b\ndata: a\n\n") == [ServerSentEvent("a")])
        #expect(try events("data: never ended\n").isEmpty)
    }

    /// Everything a stream may have in it, with characters of one to four bytes.
    private static let everything = """
        \u{feff}event: token\r\ndata: Habari ya asubuhi\r\n\r\n: heartbeat\r\rdata: naïve 你好 🎓\rid: é9\r\r\
        message:\ndata:{"event":"end","data":"[DONE]"}\n\ndata: a\r\ndata:\r\n\n\nretry: 10\n\nevent: x\ndata: y\n\n
        """

    @Test("Cut in two anywhere, or into single bytes, a stream gives the same events")
    func splits() throws {
        let bytes = Array(Self.everything.utf8)
        let whole = try events([bytes])
        #expect(whole.map(\.text).count == 5)
        #expect(whole.map(\.name) == ["token", "message", "message", "message", "x"])
        for index in 0...bytes.count {
            #expect(try events([bytes[..<index], bytes[index...]]) == whole, "cut at \(index)")
        }
        #expect(try events(bytes.map { [$0] }) == whole)
    }

    @Test("Random bytes cut at random give the same events as whole", arguments: 0..<20)
    func random(seed: Int) throws {
        var random = SeededGenerator(UInt64(seed))
        let words = ["\r", "\n", "\r\n", "data:", "data: ", "event:", "id", ":", " ", "é🎓", "\0", "\u{feff}", "x"]
        var bytes = (0..<1_500).flatMap { _ in Array((words.randomElement(using: &random) ?? "").utf8) }
        for _ in 0..<20 { bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random) }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces.append(rest.prefix(Int.random(in: 0...9, using: &random)))
            rest = rest.dropFirst(pieces.last?.count ?? 0)
        }
        let whole = try events([bytes])
        #expect(!whole.isEmpty)
        #expect(try events(pieces) == whole, "seed \(seed)")
    }

    @Test("A line and an event have at most so many bytes, and endless ones are not kept")
    func bounds() throws {
        var parser = EventStreamParser(maximumLine: 100, maximumEvent: 150)
        let line = Array("data: \(String(repeating: "x", count: 90))\n".utf8)
        #expect(try parser.feed(line).isEmpty)
        #expect(throws: EventStreamError.eventTooLarge) { try parser.feed(line) }
        var other = EventStreamParser(maximumLine: 100)
        #expect(throws: EventStreamError.lineTooLong) {
            for _ in 0..<11 { _ = try other.feed(Array("0123456789".utf8)) }
        }
    }

    @Test("What is written is read again as it was, and no text becomes a line of its own")
    func writing() throws {
        for text in ["", "one", "one\ntwo", "\n", "one\n\ntwo\n", " space", "{\"a\": \"b\"}", "data: x"] {
            let event = ServerSentEvent(name: "note", text, id: "5")
            var buffer = ByteBuffer()
            event.write(into: &buffer)
            #expect(try events([Array(buffer.readableBytesView)]) == [event])
        }
        var buffer = ByteBuffer()
        ServerSentEvent(name: "a\ndata: no", "x\r\ny\rz", id: "1\n\ndata: no").write(into: &buffer)
        #expect(String(buffer: buffer) == "event: adata: no\nid: 1data: no\ndata: x\ndata: y\ndata: z\n\n")
        var plain = ByteBuffer()
        ServerSentEvent("[DONE]").write(into: &plain)
        #expect(String(buffer: plain) == "data: [DONE]\n\n")
    }
}

/// Random numbers that a seed decides (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
