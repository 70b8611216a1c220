import Testing
import UpstreamStubs
import Upstreams

@Suite("Hostile and broken upstreams", .timeLimit(.minutes(5)))
struct LimitTests {
    private func failure(
        _ kind: Kind,
        _ behaviour: StubBehaviour,
        _ limits: UpstreamLimits = UpstreamLimits()
    ) async throws -> (events: [UpstreamEvent], tally: StubTally) {
        var result: ([UpstreamEvent], StubTally)?
        try await Asking.run(limits) { asking in
            let events = try await asking.events(kind, behaviour)
            result = (events, try await asking.tally { $0.running == 0 })
        }
        return try #require(result)
    }

    @Test("Nothing in time, silence in the middle and no end are each given up", arguments: Kind.allCases)
    func time(kind: Kind) async throws {
        let short = UpstreamLimits(firstByte: .seconds(3), silence: .seconds(3))
        let none = try await failure(kind, StubBehaviour(.hangs), short)
        #expect(none.events == [.failed(UpstreamFailure(.noAnswer))])
        #expect(none.tally.aborted == 1)
        let silent = try await failure(kind, StubBehaviour(.hangsAfter(3)), short)
        #expect(silent.events.failure == UpstreamFailure(.silent, beforeFirstByte: false))
        #expect(silent.events.text == "word0 word1 word2 ")
        #expect(silent.tally.aborted == 1)
        var steady = StubBehaviour(.isEndless)
        steady.pace = .milliseconds(10)
        let long = try await failure(kind, steady, UpstreamLimits(total: .seconds(4)))
        #expect(long.events.failure == UpstreamFailure(.tooLong, beforeFirstByte: false))
        #expect(long.tally.aborted == 1)
    }

    @Test("An answer, an event and a line have at most so many bytes", arguments: Kind.allCases)
    func size(kind: Kind) async throws {
        let small = UpstreamLimits(answerBytes: 100_000, eventBytes: 50_000)
        for fault in [StubFault.isEndless, .hugeEvent(bytes: 80_000), .endlessLine] {
            let large = try await failure(kind, StubBehaviour(fault), small)
            #expect(large.events.failure?.reason == .tooLarge, "\(fault)")
            #expect(large.tally.aborted == 1)
        }
        let head = try await failure(kind, StubBehaviour(.hugeHead(bytes: 1 << 20)))
        #expect(head.events.count == 1 && head.events.failure != nil)
    }

    @Test("A connection that breaks and an answer without its end are failures", arguments: Kind.allCases)
    func cut(kind: Kind) async throws {
        let dropped = try await failure(kind, StubBehaviour(.dropsAfter(0)))
        #expect(dropped.events == [.failed(UpstreamFailure(.unreachable))])
        #expect(dropped.tally.questions == 1, "a question that may have been worked on is not asked again")
        for fault in [StubFault.dropsAfter(3), .endsAfter(3)] {
            let cut = try await failure(kind, StubBehaviour(fault))
            #expect(cut.events.failure == UpstreamFailure(.cutOff, beforeFirstByte: false))
            #expect(cut.events.text == "word0 word1 word2 ")
            #expect(cut.tally.questions == 1)
        }
    }

    @Test("Garbage, an empty answer and one that says it failed are failures", arguments: Kind.allCases)
    func broken(kind: Kind) async throws {
        #expect(try await failure(kind, StubBehaviour(.babblesAfter(2))).events.failure?.reason == .malformed)
        #expect(try await failure(kind, StubBehaviour(.failsAfter(2))).events.failure?.reason == .failed)
        let first = try await failure(kind, StubBehaviour(.failsAfter(0))).events
        #expect(first.failure?.reason == .failed)
        var silent = StubBehaviour(.says([""]))
        silent.tokens = 0
        #expect(try await failure(kind, silent).events == [.failed(UpstreamFailure(.cutOff))])
    }

    @Test("A status that is no success is a reason; a redirect is not followed", arguments: Kind.allCases)
    func status(kind: Kind) async throws {
        let reasons: [(Int, UpstreamFailure.Reason)] = [
            (400, .refused(status: 400)), (401, .unauthorized), (403, .unauthorized), (404, .unknown),
            (429, .busy(retryAfter: .seconds(60))), (500, .failed), (503, .unreachable),
        ]
        for (status, reason) in reasons {
            let answer = try await failure(kind, StubBehaviour(.status(status, retryAfter: 60)))
            #expect(answer.events == [.failed(UpstreamFailure(reason))])
        }
        try await UpstreamStub.with { elsewhere in
            let answer = try await failure(kind, StubBehaviour(.redirects(to: elsewhere.url)))
            #expect(answer.events == [.failed(UpstreamFailure(.refused(status: 307)))])
            #expect(elsewhere.tally.connections == 0)
        }
    }

    @Test("A server that asks for a moment gets it, once", arguments: Kind.allCases)
    func moment(kind: Kind) async throws {
        try await Asking.run { asking in
            let busy = StubBehaviour(.status(429, retryAfter: 0, times: 1))
            #expect(try await asking.events(kind, busy).last == .end(.stop))
            #expect(asking.stub.tally.questions == 2)
            asking.stub.behave(StubBehaviour(.status(503, retryAfter: 0)), as: "away")
            var events: [UpstreamEvent] = []
            for await event in try asking.ask(kind, "away") { events.append(event) }
            #expect(events == [.failed(UpstreamFailure(.unreachable))])
            #expect(asking.stub.tally.questions == 4)
        }
    }

    @Test(
        "After five failures in a row a server is left alone, until one request finds it again",
        arguments: Kind.allCases
    )
    func breaker(kind: Kind) async throws {
        try await Asking.run { asking in
            for _ in 0..<5 {
                let events = try await asking.events(kind, StubBehaviour(.dropsAfter(0)))
                #expect(events.failure?.reason == .unreachable)
            }
            let asked = asking.stub.tally.questions
            #expect(try await asking.events(kind, StubBehaviour()) == [.failed(UpstreamFailure(.resting))])
            #expect(asking.stub.tally.questions == asked)
            asking.clock.advance(.seconds(6))
            #expect(try await asking.events(kind, StubBehaviour()).last == .end(.stop))
            #expect(try await asking.events(kind, StubBehaviour()).last == .end(.stop))
        }
    }

    @Test("Nobody listening is told at once")
    func nobody() async throws {
        try await Asking.run { asking in
            await asking.stub.close()
            for kind in Kind.allCases {
                let events = try await asking.events(kind, StubBehaviour())
                #expect(events == [.failed(UpstreamFailure(.unreachable))])
            }
        }
    }

    @Test("Addresses are what an operator would write, and nothing else")
    func addresses() throws {
        for text in ["http://127.0.0.1:3002", "https://api.openai.com/v1/", "http://[::1]:8080", "HTTP://flowise"] {
            #expect(try !UpstreamAddress(parsing: text).description.hasSuffix("/"))
        }
        for text in [
            "", "flowise:3002", "ftp://a", "http://", "http:///v1", "http://u:p@a", "http://a?b", "http://a b",
        ] {
            #expect(throws: InvalidUpstreamAddress.self) { try UpstreamAddress(parsing: text) }
        }
    }
}
