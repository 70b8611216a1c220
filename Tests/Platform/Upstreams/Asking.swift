import Synchronization
import Telemetry
import Testing
import UpstreamStubs
import Upstreams
import Values

/// A stub, and clients that ask it.
struct Asking: Sendable {
    let stub: UpstreamStub
    let transport: UpstreamTransport
    let flowise: FlowiseClient
    let openAI: OpenAIClient
    let metrics: MetricsRegistry
    let clock: TestClock

    static func run(
        _ limits: UpstreamLimits = UpstreamLimits(),
        key: String? = nil,
        _ body: (Asking) async throws -> Void
    ) async throws {
        try await UpstreamStub.with(key: key) { stub in
            let transport = UpstreamTransport()
            let metrics = MetricsRegistry()
            let clock = TestClock()
            func upstream(_ name: String, _ url: String) throws -> Upstream {
                let address = try UpstreamAddress(parsing: url)
                return Upstream(
                    name,
                    at: address,
                    key: key,
                    limits: limits,
                    over: transport,
                    metrics: metrics,
                    breaker: UpstreamBreaker(now: clock.now)
                )
            }
            let asking = Asking(
                stub: stub,
                transport: transport,
                flowise: FlowiseClient(try upstream("flowise", stub.url)),
                openAI: OpenAIClient(try upstream("openai", stub.openAIURL)),
                metrics: metrics,
                clock: clock
            )
            do {
                try await body(asking)
                await transport.shutdown()
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    /// A question to a flow or a model of that name.
    func ask(_ upstream: Kind, _ name: String = "f1", conversation: String = "c1") throws -> UpstreamAnswer {
        switch upstream {
        case .flowise:
            let flow = try #require(FlowiseFlow(name))
            return flowise.answer(FlowisePrediction(flow: flow, question: "Why?", conversation: conversation))
        case .openAI:
            var completion = ChatCompletion(model: name, system: nil, question: "Why?")
            completion.parameters["user"] = .string(conversation)
            return openAI.answer(completion)
        }
    }

    /// All events of an answer to a question that is answered so.
    func events(_ upstream: Kind, _ behaviour: StubBehaviour) async throws -> [UpstreamEvent] {
        stub.behave(behaviour)
        var events: [UpstreamEvent] = []
        for await event in try ask(upstream) { events.append(event) }
        return events
    }

    /// Waits until the stub's tally is so, as long as the test may take.
    func tally(until isSo: (StubTally) -> Bool) async throws -> StubTally {
        while !isSo(stub.tally) { try await Task.sleep(for: .milliseconds(5)) }
        return stub.tally
    }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    @Sendable func now() -> ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(_ duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
}

/// The two protocols.
enum Kind: CaseIterable, Sendable {
    case flowise
    case openAI
}

extension [UpstreamEvent] {
    /// The text of the answer.
    var text: String {
        map { if case .token(let text) = $0 { text } else { "" } }.joined()
    }

    /// How it failed.
    var failure: UpstreamFailure? {
        if case .failed(let failure)? = last { failure } else { nil }
    }

    /// What it took.
    var usage: UpstreamUsage? {
        for case .usage(let usage) in self { return usage }
        return nil
    }
}
