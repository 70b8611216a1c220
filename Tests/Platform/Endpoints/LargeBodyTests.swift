import Access
import Endpoints
import FoundationEssentials
import HTTPTypes
import NIOCore
import Synchronization
import TestKit
import Testing
import Values

/// Tells how long a text is.
private struct MeasureText: Endpoint {
    static let route = Route.post("/measure", "Tells how long a text is.")
    static let access = Access.anyone
    static let maximumBody: Int? = 3 << 20
    var text: String

    struct Response: Codable, Sendable { var length: Int }
}

@Suite("Large bodies", .timeLimit(.minutes(5)))
struct LargeBodyTests {
    @Test("An endpoint that says so takes a body beyond its dialect's limit, and no larger one")
    func limit() async throws {
        let measure = Operation(MeasureText.self) { request, _ in .init(length: request.text.utf8.count) }
        try await Served.run(operations: [measure]) { served in
            let text = String(repeating: "a", count: 2 << 20)
            let answer = try await served.anonymous.post("/measure", ["text": .string(text)])
            #expect(answer.json["length"] == .integer(2 << 20))
            // Refused by what its head says: whoever sends on would meet a closed connection.
            let head = "POST /measure HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            let refusal = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: head + "Content-Length: \(4 << 20)\r\n\r\n"))
                return try await inbound.upTo("\r\n")
            }
            #expect(refusal.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("So many bytes are worked on at once; whoever comes then is let in in their turn")
    func room() async throws {
        let bodies = LargeBodies(total: 10, patience: .seconds(60))
        let seen = Seen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    // What is larger than all there is takes all there is.
                    let size = [3, 5, 20][number % 3]
                    try await bodies.holding(size) {
                        seen.bytes(min(size, 10))
                        await Task.yield()
                        seen.bytes(-min(size, 10))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(seen.most <= 10 && seen.count == 60)
    }

    @Test("Whoever has waited a while is asked to come back, and whoever leaves lets the next one in")
    func patience() async throws {
        let bodies = LargeBodies(total: 10, patience: .milliseconds(50))
        let (entered, goOn) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let holder = Task {
            try await bodies.holding(10) {
                entered.continuation.yield()
                for await _ in goOn.stream { break }
            }
        }
        for await _ in entered.stream { break }
        await #expect {
            try await bodies.holding(1) {}
        } throws: { ($0 as? Problem)?.code == "too_many_large_requests" }
        let leaving = Task { try await bodies.holding(1) {} }
        leaving.cancel()
        await #expect(throws: (any Error).self) { try await leaving.value }
        goOn.continuation.yield()
        try await holder.value
        var room = try await bodies.room(for: 10)
        room?.leave()
        room?.leave()
        room = try await bodies.room(for: 10)
        #expect(room != nil)
        room = nil
        #expect(try await bodies.room(for: 0) == nil)
        #expect(try await bodies.holding(10) { true })
    }

    @Test("A body that does not come is not waited for without end")
    func slow() async throws {
        let bodies = LargeBodies(timeLimit: .milliseconds(50))
        await #expect {
            try await bodies.reading { try await Task.sleep(for: .seconds(60)) }
        } throws: { ($0 as? Problem)?.code == "body_too_slow" }
        #expect(try await bodies.reading { 7 } == 7)
    }
}

/// How much was held at once.
private final class Seen: Sendable {
    private let state = Mutex((now: 0, most: 0, count: 0))

    var most: Int { state.withLock { $0.most } }
    var count: Int { state.withLock { $0.count } }

    func bytes(_ change: Int) {
        state.withLock { $0 = ($0.now + change, max($0.most, $0.now + change), $0.count + 1) }
    }
}
