import Endpoints
import HTTPTypes
import NIOCore
import TestKit
import Testing
import Values

@Suite("Malformed requests at a service's port", .timeLimit(.minutes(15)))
struct HostileRequestTests {
    @Test("What two servers could read differently is refused once and the connection closed", .timeLimit(.minutes(5)))
    func framing() async throws {
        try await Served.run { served in
            for message in HostileRequests.framing {
                let text = try await send(message.bytes, to: served.port)
                let status = try #require(HostileRequests.status(of: text), "\(message): \(text)")
                #expect([400, 501].contains(status), "\(message): \(text)")
                #expect(HostileRequests.answers(in: text) == 1, "\(message): \(text)")
                #expect(text.contains("\"success\":false"), "\(message)")
            }
        }
    }

    @Test("A heap of marks on one letter, which takes minutes to compare, is refused wherever it comes in")
    func marks() async throws {
        try await Served.run { (served) async throws in
            let heap = "a" + String(repeating: "\u{301}\u{316}", count: 100_000)
            let short = "a" + String(repeating: "\u{301}\u{316}", count: 3_000)
            let body = Array("{\"\(heap)\":1,\"title\":\"\(heap)\"}".utf8)
            #expect(try await served.anonymous.send("POST", "/tolerant", body: body).status == 400)
            let query = PercentEncoding.encode(String(short.prefix(1).unicodeScalars.prefix(500)))
            #expect(try await served.anonymous.get("/notes.csv?a=\(query)").status == 400)
            for name in ["Origin", "If-None-Match", "Accept-Encoding", "X-Other"] {
                let head = "GET /notes.csv HTTP/1.1\r\nHost: a\r\n\(name): \(short)\r\n\r\n"
                #expect(HostileRequests.status(of: try await send(head, to: served.port)) == 400, "\(name)")
            }
        }
    }

    @Test("A length beyond all numbers is too large, and a client that waits for a word gets it")
    func lengthsAndExpectations() async throws {
        try await Served.run { served in
            let long = "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n"
            #expect(HostileRequests.status(of: try await send(long, to: served.port)) == 413)
            let head = "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n"
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: head + "Expect: 100-continue\r\n\r\n"))
                let word = try await inbound.upTo("\r\n\r\n")
                #expect(word == "HTTP/1.1 100 Continue\r\n\r\n")
                try await outbound.write(.init(string: "{}"))
                return try await inbound.toEnd()
            }
            #expect(HostileRequests.answers(in: text) == 2)
        }
    }

    @Test("A head that is not HTTP/1.1 is refused; none is answered as if it were")
    func heads() async throws {
        var patience = ConnectionPatience()
        (patience.head, patience.body) = (.seconds(2), .seconds(2))
        try await Served.run(patience: patience) { served in
            for message in HostileRequests.heads {
                // What the edge alone refuses was a request of its own; the connection goes on with the next.
                let end = "GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                let text = try await send(message.bytes + end, to: served.port)
                let status = try #require(HostileRequests.status(of: text), "\(message): \(text)")
                #expect([400, 405, 431, 501, 505].contains(status), "\(message): \(text)")
                #expect(!text.contains("HTTP/1.1 200"), "\(message): \(text)")
            }
            // After all of that the next client is served.
            #expect(try await served.anonymous.get("/notes.csv").status == 200)
        }
    }

    @Test("A body is a body, whatever it looks like; requests in one packet are answered one after the other")
    func bodies() async throws {
        try await Served.run { served in
            let hidden = "GET /notes.csv HTTP/1.1\r\nHost: a\r\n\r\n"
            let length = "Content-Length: \(hidden.utf8.count)\r\n"
            let get = "GET /none HTTP/1.1\r\nHost: a\r\n\(length)\r\n\(hidden)"
            let last = "GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(length)\r\n\(hidden)"
            let text = try await send(get + last, to: served.port)
            #expect(HostileRequests.answers(in: text) == 2)
            #expect(!text.contains("note,stars"))
        }
    }

    @Test("Random changes to a good request harm nobody else")
    func mutations() async throws {
        try await Served.run { served in
            let seed = UInt64.random(in: .min ... .max)
            var random = Numbers(seed)
            let good = Array(
                ("POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 12\r\n\r\n{\"name\":\"a\"}").utf8
            )
            for _ in 0..<300 {
                var bytes = good
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                        in: .min ... .max,
                        using: &random
                    )
                }
                _ = try await RawConnection.open(port: served.port) { _, outbound in
                    try await outbound.write(ByteBuffer(bytes: bytes))
                }
            }
            #expect(try await served.anonymous.post("/tolerant", ["name": "b"]).status == 200, "seed \(seed)")
        }
    }

    private func send(_ text: String, to port: Int) async throws -> String {
        try await RawConnection.open(port: port) { inbound, outbound in
            try? await outbound.write(ByteBuffer(string: text))
            return try await inbound.toEnd()
        }
    }
}

/// SplitMix64: the same numbers for the same seed.
private struct Numbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var number = state
        number = (number ^ (number >> 30)) &* 0xbf58_476d_1ce4_e5b9
        number = (number ^ (number >> 27)) &* 0x94d0_49bb_1331_11eb
        return number ^ (number >> 31)
    }
}
