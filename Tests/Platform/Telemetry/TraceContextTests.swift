import Telemetry
import Testing

@Suite("W3C trace context", .timeLimit(.minutes(15)))
struct TraceContextTests {
    private static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("What is parsed is written again")
    func roundTrip() throws {
        let context = try #require(TraceContext(traceparent: Self.example, tracestate: "vendor=a,other=b"))
        #expect(context.traceparent == Self.example)
        #expect(context.traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.spanIDText == "00f067aa0ba902b7")
        #expect(context.isSampled)
        #expect(context.state == "vendor=a,other=b")
    }

    @Test(
        "Anything malformed starts a new trace",
        arguments: [
            "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
            "éé-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ]
    )
    func malformed(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test("A later version is read as far as it is known")
    func laterVersion() {
        let later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-next"
        #expect(TraceContext(traceparent: later)?.traceparent == Self.example)
    }

    @Test(
        "A bad tracestate is dropped and the trace kept",
        arguments: ["", "a\nb", String(repeating: "x", count: 513)]
    )
    func badState(state: String) {
        let context = TraceContext(traceparent: Self.example, tracestate: state)
        #expect(context != nil && context?.state == nil)
    }

    @Test("A child shares the trace and has a span of its own")
    func child() throws {
        let parent = try #require(TraceContext(traceparent: Self.example, tracestate: "v=1"))
        let child = parent.child()
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID)
        #expect(child.isSampled && child.state == "v=1")
        #expect(TraceContext(traceparent: child.traceparent) != nil)
        #expect(Set((0..<1000).map { _ in TraceContext.new().traceID }).count == 1000)
    }

    @Test("The client's request id is kept when it is harmless, and replaced when not")
    func requestID() {
        #expect(RequestContext(proposedID: "3f2b.A_9-z").requestID == "3f2b.A_9-z")
        for proposed in ["", "a b", "a\nb", "é", String(repeating: "x", count: 129), "<script>"] {
            let context = RequestContext(proposedID: proposed)
            #expect(context.requestID != proposed && context.requestID.utf8.count == 32)
        }
    }

    @Test("Work that throws passes its error on, and the context ends with it")
    func throwing() async {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await RequestContext().run { throw Failure() }
        }
        #expect(TraceContext.current == nil)
    }
}
