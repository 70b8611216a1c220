import Endpoints
import HTTPTypes
import NIOCore
import TestKit
import Testing
import Values

@Suite("Slow clients", .serialized, .timeLimit(.minutes(10)))
struct SlowClientTests {
    private var short: ConnectionPatience {
        var patience = ConnectionPatience()
        (patience.head, patience.body, patience.idle) = (.milliseconds(400), .milliseconds(400), .milliseconds(800))
        return patience
    }

    @Test("A head that does not end is cut off, a body that does not end is answered 408, an idle connection closed")
    func timeouts() async throws {
        try await Served.run(patience: short) { served in
            #expect(try await trickle("GET /notes HTTP/1.1\r\nHost: a\r\nX-", to: served.port) == "")
            #expect(try await trickle("", to: served.port) == "")
            let head = "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"
            #expect(try await trickle(head, to: served.port).hasPrefix("HTTP/1.1 408"))
            let chunk = "POST /tolerant HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n"
            #expect(try await trickle(chunk, to: served.port).hasPrefix("HTTP/1.1 408"))
            let idle = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: "GET /none HTTP/1.1\r\nHost: a\r\n\r\n"))
                return try await inbound.toEnd()
            }
            #expect(HostileRequests.answers(in: idle) == 1)
        }
    }

    @Test("Bodies that do not end keep nobody else out, however many they are")
    func unfinishedBodies() async throws {
        try await Served.run(requestsAtOnce: 3) { served in
            let head = "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (begun, beginning) = AsyncStream<Void>.makeStream()
                for _ in 0..<10 {
                    group.addTask { [port = served.port] in
                        try await RawConnection.open(port: port) { _, outbound in
                            try await outbound.write(.init(string: head))
                            beginning.yield()
                            try await Task.sleep(for: .seconds(60))
                        }
                    }
                }
                for await _ in begun.prefix(10) {}
                // Each has a place for the moment until its body is asked for.
                let haveLeft = try await eventually { try await served.anonymous.get("/notes.csv").status == 200 }
                #expect(haveLeft)
                for _ in 0..<5 {
                    let status = try await served.anonymous.get("/notes.csv").status
                    #expect(status == 200)
                }
                let status = try await served.anonymous.post("/tolerant", [:]).status
                #expect(status < 500)
                group.cancelAll()
                while !group.isEmpty { _ = try? await group.next() }
            }
        }
    }

    /// Sends the beginning and then a byte every 50 ms, which is no reason for more patience.
    private func trickle(_ beginning: String, to port: Int) async throws -> String {
        try await RawConnection.open(port: port) { inbound, outbound in
            try await outbound.write(.init(string: beginning))
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<200 {
                        try await Task.sleep(for: .milliseconds(50))
                        if !beginning.isEmpty { try await outbound.write(.init(string: "a")) }
                    }
                }
                let text = try await inbound.toEnd()
                group.cancelAll()
                while !group.isEmpty { _ = try? await group.next() }
                return text
            }
        }
    }

    @Test("Three hundred clients that send a byte at a time leave the others' answers as quick as they are")
    func crowd() async throws {
        try await Served.run { served in
            let quiet = try await slowest(served)
            let crowded = try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 { group.addTask { try await dawdle(number, at: served.port) } }
                try await Task.sleep(for: .seconds(2))
                let crowded = try await slowest(served)
                group.cancelAll()
                while !group.isEmpty { _ = try? await group.next() }
                return crowded
            }
            #expect(crowded < .milliseconds(500) + quiet * 4)
        }
    }

    /// A third sends heads, a third bodies, a third asks for something and reads nothing.
    private func dawdle(_ number: Int, at port: Int) async throws {
        let beginnings = [
            "GET /notes.csv HTTP/1.1\r\nHost: a\r\nX-A: ",
            "POST /tolerant HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n{",
            String(repeating: "GET /notes.csv HTTP/1.1\r\nHost: a\r\n\r\n", count: 5),
        ]
        try await RawConnection.open(port: port) { _, outbound in
            try await outbound.write(.init(string: beginnings[number % 3]))
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(300))
                if number % 3 != 2 { try await outbound.write(.init(string: "a")) }
            }
        }
    }

    private func slowest(_ served: Served) async throws -> Duration {
        var slowest = Duration.zero
        for _ in 0..<30 {
            let began = ContinuousClock.now
            #expect(try await served.anonymous.get("/notes.csv").status == 200)
            slowest = max(slowest, ContinuousClock.now - began)
        }
        return slowest
    }
}
