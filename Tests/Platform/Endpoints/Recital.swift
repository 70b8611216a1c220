import Access
import Endpoints
import HTTPTypes
import NIOCore
import Synchronization
import Values

/// Says lines as the test tells it to: an answer that is made while it is sent.
struct Recite: StreamEndpoint {
    static let route = Route.get("/recital", "Says what there is to say, when there is something.")
    static let access = Access.anyone
    static let mediaTypes = ["text/event-stream"]
    var refuse: Bool?
}

/// A part of a file whose length is known.
struct FetchPart: StreamEndpoint {
    static let route = Route.get("/part", "The middle of a file.")
    static let access = Access.anyone
    static let mediaTypes = ["application/octet-stream"]
    static let headerNames: Set<String> = ["range"]
    var range: String?
}

/// The lines of a recital, and what became of it.
final class Recital: Sendable {
    private let lines: AsyncStream<String>
    private let source: AsyncStream<String>.Continuation
    private let ends: AsyncStream<String>
    private let end: AsyncStream<String>.Continuation
    let keepAlive: KeepAlive?

    init(keepAlive: KeepAlive? = nil) {
        (lines, source) = AsyncStream.makeStream()
        (ends, end) = AsyncStream.makeStream()
        self.keepAlive = keepAlive
    }

    func say(_ line: String) { source.yield(line) }
    func close() { source.finish() }

    /// How the handler's task ended, once it has.
    var outcome: String? {
        get async { await ends.first { _ in true } }
    }

    var operations: [Endpoints.Operation] {
        [
            Operation(Recite.self) { [self] recite, _ in
                guard recite.refuse != true else { throw Problem.conflict("stage_taken", "Somebody else recites.") }
                return StreamedAnswer("text/event-stream; charset=utf-8", keepAlive: keepAlive) { [self] writer in
                    do {
                        for await line in lines {
                            if line == "trip" { throw Problem.conflict("tripped", "The speaker tripped.") }
                            try await writer.write("data: \(line)\n\n")
                        }
                        try Task.checkCancellation()
                        end.yield("whole")
                    } catch {
                        end.yield(Task.isCancelled || error is ClientDeparted ? "left" : "failed")
                        throw error
                    }
                }
            },
            Operation(FetchPart.self) { part, _ in
                StreamedAnswer(
                    "application/octet-stream",
                    status: part.range == nil ? .ok : .partialContent,
                    headers: [.contentRange: part.range == nil ? "" : "bytes 2-5/10"],
                    length: 4
                ) { writer in
                    try await writer.write("23")
                    try await writer.write(ByteBuffer(string: "45"))
                }
            },
        ]
    }
}

/// Sends as much as the client takes, and counts it.
final class Torrent: Sendable {
    struct Pour: StreamEndpoint {
        static let route = Route.get("/torrent", "More than anybody reads.")
        static let access = Access.anyone
        static let mediaTypes = ["application/octet-stream"]
    }

    private let sent = Atomic<Int>(0)
    private let ended = Atomic<Bool>(false)
    var pieces: Int { sent.load(ordering: .relaxed) }
    var hasEnded: Bool { ended.load(ordering: .relaxed) }

    var operations: [Endpoints.Operation] {
        [
            Operation(Pour.self) { [self] _, _ in
                StreamedAnswer("application/octet-stream") { [self] writer in
                    defer { ended.store(true, ordering: .relaxed) }
                    let piece = ByteBuffer(repeating: 0x61, count: 64 << 10)
                    for _ in 0..<10_000 {
                        try await writer.write(piece)
                        sent.wrappingAdd(1, ordering: .relaxed)
                    }
                }
            }
        ]
    }
}

/// Waits for something that has no event to wait for, at most ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}
