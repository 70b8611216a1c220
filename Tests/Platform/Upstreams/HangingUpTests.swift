import NIOCore
import Testing
import UpstreamStubs
import Upstreams

@Suite("Answers nobody waits for", .timeLimit(.minutes(5)))
struct HangingUpTests {
    private let steady = StubBehaviour(tokens: 100_000, pace: .milliseconds(2))

    @Test("When the reader's task is cancelled, the connection is closed and Flowise is told", arguments: Kind.allCases)
    func cancelled(kind: Kind) async throws {
        try await Asking.run { asking in
            asking.stub.behave(steady)
            let answer = try asking.ask(kind)
            let (isUnderWay, underWay) = AsyncStream.makeStream(of: Void.self)
            let reading = Task {
                defer { underWay.finish() }
                var events: [UpstreamEvent] = []
                var tokens = 0
                for await event in answer {
                    events.append(event)
                    if case .token = event { tokens += 1 }
                    if tokens == 3 { underWay.finish() }
                }
                return events
            }
            for await _ in isUnderWay {}
            reading.cancel()
            let events = await reading.value
            #expect(events.failure?.reason == .stopped)
            #expect(events.failure?.beforeFirstByte == false)
            let tally = try await asking.tally { $0.aborted == 1 }
            #expect(tally.running == 0 && tally.finished == 0)
            if kind == .flowise { _ = try await asking.tally { $0.stops == 1 } }
            #expect(answer.usage.outputTokens >= 3 && answer.usage.isEstimated)
        }
    }

    @Test("When the reader lets go in the middle, the connection is closed", arguments: Kind.allCases)
    func letGo(kind: Kind) async throws {
        try await Asking.run { asking in
            asking.stub.behave(steady)
            for await event in try asking.ask(kind) {
                if case .token = event { break }
            }
            let tally = try await asking.tally { $0.aborted == 1 }
            #expect(tally.running == 0)
            if kind == .flowise { _ = try await asking.tally { $0.stops == 1 } }
        }
    }

    @Test("Stopped by another task, an answer ends for its reader", arguments: Kind.allCases)
    func stopped(kind: Kind) async throws {
        try await Asking.run { asking in
            asking.stub.behave(steady)
            let answer = try asking.ask(kind)
            var events: [UpstreamEvent] = []
            for await event in answer {
                events.append(event)
                if case .token = event { answer.stop() }
            }
            #expect(events.failure == UpstreamFailure(.stopped, beforeFirstByte: false))
            _ = try await asking.tally { $0.aborted == 1 }
        }
    }

    @Test("An answer that is stopped or cancelled before it is read asks nobody", arguments: Kind.allCases)
    func neverAsked(kind: Kind) async throws {
        try await Asking.run { asking in
            let answer = try asking.ask(kind)
            answer.stop()
            var events: [UpstreamEvent] = []
            for await event in answer { events.append(event) }
            #expect(events == [.failed(UpstreamFailure(.stopped))])
            _ = try asking.ask(kind).makeAsyncIterator()
            #expect(asking.stub.tally == StubTally())
        }
    }

    @Test("An answer that hangs can be left while nothing has come", arguments: Kind.allCases)
    func hanging(kind: Kind) async throws {
        try await Asking.run { asking in
            asking.stub.behave(StubBehaviour(.hangs))
            let answer = try asking.ask(kind)
            let reading = Task { await answer.first { _ in true } }
            _ = try await asking.tally { $0.running == 1 }
            reading.cancel()
            #expect(await reading.value == .failed(UpstreamFailure(.stopped)))
            _ = try await asking.tally { $0.aborted == 1 }
            let another = try asking.ask(kind)
            let waiting = Task { await another.first { _ in true } }
            _ = try await asking.tally { $0.running == 1 }
            another.stop()
            #expect(await waiting.value == .failed(UpstreamFailure(.stopped)))
            _ = try await asking.tally { $0.aborted == 2 }
        }
    }

    @Test("An answer that has ended leaves its connection to the next", arguments: Kind.allCases)
    func reused(kind: Kind) async throws {
        try await Asking.run { asking in
            for _ in 0..<5 {
                let events = try await asking.events(kind, StubBehaviour(tokens: 3))
                #expect(events.last == .end(.stop))
            }
            #expect(asking.stub.tally.finished == 5)
            #expect(asking.stub.tally.connections < 5)
            #expect(asking.stub.tally.stops == 0)
        }
    }

    @Test("Two hundred answers that hang keep nobody else waiting", arguments: Kind.allCases)
    func crowd(kind: Kind) async throws {
        try await Asking.run { asking in
            asking.stub.behave(StubBehaviour(.hangsAfter(1)), as: "hanging")
            let reading = Task {
                await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            for await _ in try asking.ask(kind, "hanging", conversation: "h\(number)") {}
                        }
                    }
                }
            }
            _ = try await asking.tally { $0.running == 200 }
            let events = try await asking.events(kind, StubBehaviour(tokens: 3))
            #expect(events.last == .end(.stop))
            reading.cancel()
            await reading.value
            _ = try await asking.tally { $0.aborted == 200 && $0.running == 0 }
        }
    }

    @Test("A server that hangs up after each answer answers all the same", arguments: Kind.allCases)
    func hangsUp(kind: Kind) async throws {
        try await Asking.run { asking in
            var behaviour = StubBehaviour(tokens: 1)
            behaviour.hangsUp = true
            asking.stub.behave(behaviour)
            try await withThrowingTaskGroup(of: UpstreamEvent?.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let answer = try asking.ask(kind, conversation: "c\(number)")
                        return await answer.reduce(nil) { _, event in event }
                    }
                    if number >= 4 { #expect(try await group.next() == .end(.stop)) }
                }
                for try await last in group { #expect(last == .end(.stop)) }
            }
        }
    }

    @Test("A reader that is slow slows the upstream down, and is not taken for a silent one", arguments: Kind.allCases)
    func slow(kind: Kind) async throws {
        let limits = UpstreamLimits(firstByte: .seconds(5), silence: .seconds(2))
        try await Asking.run(limits) { asking in
            var endless = StubBehaviour(.isEndless)
            endless.text = { _ in String(repeating: "x", count: 1_000) }
            asking.stub.behave(endless)
            var iterator = try asking.ask(kind).makeAsyncIterator()
            for _ in 0..<10 { _ = await iterator.next() }
            var before = 0
            while asking.stub.tally.tokens > before {
                before = asking.stub.tally.tokens
                try await Task.sleep(for: .seconds(3))
            }
            for _ in 0..<(before + 20) {
                guard case .token? = await iterator.next() else {
                    Issue.record("an answer ended while it was read slowly")
                    break
                }
            }
        }
    }
}
