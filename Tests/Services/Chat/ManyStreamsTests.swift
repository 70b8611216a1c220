import AsyncHTTPClient
import Campus
import CampusTestKit
import ChatService
import Endpoints
import NIOCore
import NIOHTTP1
import Synchronization
import Testing
import UpstreamStubs
import Values

@Suite("Many answers at once", .timeLimit(.minutes(10)))
struct ManyStreamsTests {
    private static let streams = 1_000

    @Test("A thousand answers stream at once; a question asked meanwhile is answered before any of them is over")
    func thousand() async throws {
        let many: @Sendable (inout Settings) -> Void = { $0.chat.streamsOfPerson = Self.streams + 1 }
        try await FlowCampus.run(credits: Self.streams + 10, many) { world in
            try await world.offer("flow-2", kind: "flow", to: world.amina)
            // Two minutes long, so that the last has begun before the first is over, on a slow machine as well.
            var behaviour = StubBehaviour(tokens: 12, pace: .seconds(10))
            behaviour.text = { "\($0) " }
            world.stub.behave(behaviour, as: FlowCampus.flow)
            var configuration = HTTPClient.Configuration()
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.streams + 10
            let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
            let counts = Counts()
            do {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<Self.streams {
                        group.addTask {
                            let text = try await world.read(with: client) { counts.open.add(1, ordering: .relaxed) }
                            counts.over.add(1, ordering: .relaxed)
                            return text.contains(#""data":"11 ""#) && text.hasSuffix("\"[DONE]\"}\n")
                        }
                    }
                    while counts.open.load(ordering: .relaxed) < Self.streams {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    let quick = try await world.amina.predict("What is snow?", "flow-2")
                    #expect(quick.status == 200)
                    #expect(quick.events.names.last == "end")
                    #expect(counts.over.load(ordering: .relaxed) == 0)
                    let whole = try await group.reduce(into: 0) { if $1 { $0 += 1 } }
                    #expect(whole == Self.streams)
                }
            } catch {
                try? await client.shutdown()
                throw error
            }
            try await client.shutdown()
            #expect(try await world.balance(of: world.amina) == 9)
            #expect(try await world.openHolds() == 0)
            #expect(try await world.violations() == 0)
        }
    }
}

private final class Counts: Sendable {
    let open = Atomic(0)
    let over = Atomic(0)
}

extension FlowCampus {
    /// Reads an answer to its end; `began` is called at its first word.
    fileprivate func read(with client: HTTPClient, _ began: () -> Void) async throws -> String {
        var request = HTTPClientRequest(url: campus.baseURL + "/api/v1/chat/predict/stream")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(amina.client.token ?? "")")
        request.headers.add(name: "Content-Type", value: "application/json")
        let body: JSON = ["question": "What is rain?", "chatflow_id": .string(FlowCampus.flow)]
        request.body = .bytes(ByteBuffer(string: body.compact))
        let response = try await client.execute(request, timeout: .minutes(8))
        guard response.status == .ok else { throw Unexpected(status: Int(response.status.code)) }
        var (text, hasBegun) = ("", false)
        for try await piece in response.body {
            text += String(buffer: piece)
            if !hasBegun, text.contains("\"token\"") {
                hasBegun = true
                began()
            }
        }
        return text
    }

    private struct Unexpected: Error {
        let status: Int
    }
}
