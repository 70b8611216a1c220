import AsyncHTTPClient
import Endpoints
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization
import Testing
import Values

@Suite("Services in other processes", .timeLimit(.minutes(2)))
struct RemoteServiceTests {
    private let request = Request(
        head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/notes"),
        body: .init(buffer: ByteBuffer(string: "{}"))
    )

    /// Runs `body` while a listener answers every request with 200 and what it was told of the time.
    private func listening(
        on port: Int,
        _ body: @escaping @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let (ports, opened) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: port,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onRunning: { opened.yield($0) },
            responder: { request, _ in
                Reply(status: .ok, body: .whole(ByteBuffer(string: request.headers[.timeLeft] ?? "")))
            }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            if let port = await ports.first(where: { _ in true }) { try await body(port) }
        }
    }

    private func client(_ body: (HTTPClient) async throws -> Void) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        do { try await body(client) } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    @Test("A process that is being replaced is asked once more a moment later, and at once when it is back")
    func replaced() async throws {
        let place = Mutex(0)
        try await listening(on: 0) { port in place.withLock { $0 = port } }
        let port = place.withLock(\.self)
        try await client { client in
            let remote = RemoteService(baseURL: "http://127.0.0.1:\(port)", client: client)
            // However often nobody was there.
            for _ in 0..<8 {
                let problem = await #expect(throws: Problem.self) { try await remote.forward(request, body: nil) }
                #expect(problem?.code == "service_unreachable")
            }
            async let early = remote.forward(request, body: ByteBuffer(string: "{}"))
            try await Task.sleep(for: .milliseconds(30))
            try await listening(on: port) { _ in
                try await Task.sleep(for: .milliseconds(200))
                let late = try await remote.forward(request, body: ByteBuffer(string: "{}"))
                #expect(late.status == .ok)
            }
            let answered = try await early.status
            #expect(answered == .ok)
        }
    }

    @Test("Other processes hear how much time is left, whatever their clocks say")
    func deadline() async throws {
        try await listening(on: 0) { port in
            try await client { client in
                let remote = RemoteService(baseURL: "http://127.0.0.1:\(port)", client: client)
                let reply = try await remote.forward(request, body: nil, within: .seconds(3))
                let left = Int(String(buffer: try await reply.collected(upTo: 100)))
                #expect(left.map { (2_000...3_000).contains($0) } == true)
            }
        }
        try await Served.run { served in
            let late = try await served.signedIn().get("/notes", headers: ["X-Request-Time-Left": "5"])
            #expect(late.status == 504 && late.json["code"] == "deadline_exceeded")
            let early = try await served.signedIn().get("/notes", headers: ["X-Request-Time-Left": "5000"])
            #expect(early.status == 200)
        }
    }
}
