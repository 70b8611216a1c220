import Access
import Endpoints
import HTTPTypes
import NIOCore
import Synchronization
import TestKit
import Testing
import Values

/// Takes a form only once the test lets it.
private final class LateTaker: Sendable {
    struct Take: UploadEndpoint {
        static let route = Route.post("/late", "Takes a file, later.", success: .created)
        static let access = Access.anyone
        static let form = UploadForm(parts: ["file"], maximumParts: 1, maximumPartBytes: 1 << 28)

        struct Response: Codable, Sendable { var bytes: Int }
    }

    private let (waiting, door) = AsyncStream<Void>.makeStream()

    /// How many pieces the client could send.
    let sent = Mutex(0)

    func letIn() { door.finish() }

    var operations: [Endpoints.Operation] {
        [
            Operation(Take.self) { [self] _, form, _ in
                for await _ in waiting {}
                let bytes = Mutex(0)
                try await form.parts { part in
                    for try await piece in part { bytes.withLock { $0 += piece.readableBytes } }
                }
                return Take.Response(bytes: bytes.withLock { $0 })
            }
        ]
    }
}

@Suite("Requests of a connection", .timeLimit(.minutes(5)))
struct RequestLoopTests {
    private static let last = "GET /notes.csv HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    @Test("Two thousand requests in one packet are answered in their order, and others meanwhile")
    func manyAtOnce() async throws {
        try await Served.run { served in
            let count = 2_000
            let requests = (0..<count)
                .map { "GET /none HTTP/1.1\r\nHost: a\r\nX-Request-Id: r-\($0)\r\n\r\n" }
                .joined()
            async let answers = RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: requests + Self.last))
                return try await inbound.toEnd()
            }
            for _ in 0..<20 {
                let status = try await served.anonymous.get("/notes.csv").status
                #expect(status == 200)
            }
            let lines = try await answers.split(separator: "\r\n")
            let ids = lines.filter { $0.lowercased().hasPrefix("x-request-id: r-") }
            #expect(ids.compactMap { Int($0.split(separator: "-").last ?? "") } == Array(0..<count))
        }
    }

    @Test(
        "The request that says it is the last is answered, those before it too, and nothing behind it",
        arguments: [
            "GET /notes.csv HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /notes.csv HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive, Close\r\n\r\n",
            "GET /notes.csv HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET /notes.csv HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
            "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        ]
    )
    func lastRequest(_ last: String) async throws {
        try await Served.run { served in
            let another = "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: another + another + last + another))
                return try await inbound.toEnd()
            }
            #expect(HostileRequests.answers(in: text) == 3)
            let heads = text.split(separator: "HTTP/1.1 ").map { $0.lowercased() }
            #expect(heads.map { $0.contains("connection: close") } == [false, false, true])
        }
    }

    @Test("A client that has closed its end gets the answers to what it asked")
    func halfClosed() async throws {
        try await Served.run { served in
            let get = "GET /notes.csv HTTP/1.1\r\nHost: a\r\n\r\n"
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: get + get + get))
                outbound.finish()
                return try await inbound.toEnd()
            }
            #expect(HostileRequests.answers(in: text) == 3)
            #expect(text.split(separator: "HTTP/1.1 ").allSatisfy { $0.hasPrefix("200") })
        }
    }

    @Test("A body is read no faster than it is taken, and all of it then")
    func slowTaker() async throws {
        let taker = LateTaker()
        try await Served.run(operations: taker.operations) { served in
            let (piece, pieces) = (ByteBuffer(repeating: 0x61, count: 1 << 16), 1_000)
            let start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            let end = "\r\n--b--\r\n"
            let length = start.utf8.count + pieces * piece.readableBytes + end.utf8.count
            let head = """
                POST /late HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r
                Content-Length: \(length)\r\nConnection: close\r\n\r\n
                """
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: head + start))
                return try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { [outbound] in
                        for _ in 0..<pieces {
                            try await outbound.write(piece)
                            // The writer takes as much as there is before its loop comes round to send it.
                            try await Task.sleep(for: .milliseconds(1))
                            taker.sent.withLock { $0 += 1 }
                        }
                        try await outbound.write(.init(string: end))
                    }
                    var before = -1
                    while before != taker.sent.withLock(\.self) {
                        before = taker.sent.withLock(\.self)
                        try await Task.sleep(for: .milliseconds(300))
                    }
                    // What the kernel's buffers take, of 64 MB.
                    #expect(before < 700)
                    taker.letIn()
                    let text = try await inbound.toEnd()
                    try await group.waitForAll()
                    return text
                }
            }
            #expect(text.hasPrefix("HTTP/1.1 201"))
            #expect(text.contains("\(pieces * piece.readableBytes)"))
        }
    }
}
