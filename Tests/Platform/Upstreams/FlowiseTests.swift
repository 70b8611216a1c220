import Testing
import UpstreamStubs
import Upstreams
import Values

@Suite("Flowise", .timeLimit(.minutes(5)))
struct FlowiseTests {
    @Test("A streamed answer is its tokens, what Flowise says of it, what it took, and its end")
    func streamed() async throws {
        try await Asking.run(key: "secret") { asking in
            let events = try await asking.events(.flowise, StubBehaviour(tokens: 3))
            #expect(
                events == [
                    .token("word0 "), .token("word1 "), .token("word2 "),
                    .metadata(["chatId": "c1", "chatMessageId": "m-1"]),
                    .usage(UpstreamUsage(inputTokens: 1, outputTokens: 5, isEstimated: true)), .end(.stop),
                ]
            )
            let question = try #require(asking.stub.asked.last { $0.method == "POST" })
            #expect(question.path == "/api/v1/prediction/f1")
            #expect(question.headers["authorization"] == "Bearer secret")
            #expect(
                question.json == [
                    "question": "Why?", "chatId": "c1", "overrideConfig": ["sessionId": "c1"], "streaming": true,
                ]
            )
        }
    }

    @Test("A flow that cannot stream answers whole, and is read the same")
    func whole() async throws {
        try await Asking.run { asking in
            var behaviour = StubBehaviour(tokens: 3)
            behaviour.streams = false
            let events = try await asking.events(.flowise, behaviour)
            #expect(events.text == "word0 word1 word2 ")
            #expect(events.contains(.metadata(["chatId": "c1", "chatMessageId": "m-1", "sessionId": "c1"])))
            #expect(events.last == .end(.stop))
            #expect(asking.stub.asked.last?.json["streaming"] == false)
        }
    }

    @Test("An agent flow's nodes say what they took; each counts once")
    func agentUsage() async throws {
        try await Asking.run { asking in
            var behaviour = StubBehaviour(tokens: 3)
            behaviour.isAgentFlow = true
            behaviour.usage = StubUsage(input: 120, output: 30)
            let events = try await asking.events(.flowise, behaviour)
            #expect(events.usage == UpstreamUsage(inputTokens: 120, outputTokens: 30, isEstimated: false))
            let names = events.compactMap { if case .activity(let name, _) = $0 { name } else { nil } }
            #expect(
                names
                    == ["agentFlowEvent", "nextAgentFlow", "usageMetadata", "agentFlowExecutedData", "agentFlowEvent"]
            )
        }
    }

    @Test("Several nodes' reports are added up; without reports the list of what was executed is")
    func sums() async throws {
        let token = event("token", "\"Hi\"")
        let end = event("end", "\"[DONE]\"")
        let node = #"{"input_tokens":10,"output_tokens":4,"total_tokens":14}"#
        let executed = #"[{"data":{"output":{"usageMetadata":\#(node)}}},{"data":{"output":{}}}]"#
        let twice = #"[{"data":{"output":{"usageMetadata":\#(node)}}},{"data":{"output":{"usageMetadata":\#(node)}}}]"#
        func usage(_ texts: String...) async throws -> UpstreamUsage? {
            var usage: UpstreamUsage?
            try await Asking.run { usage = try await $0.events(.flowise, StubBehaviour(.says(texts))).usage }
            return usage
        }
        let sum = UpstreamUsage(inputTokens: 20, outputTokens: 8, isEstimated: false)
        let report = event("usageMetadata", node)
        #expect(try await usage(report, token, report, event("agentFlowExecutedData", twice), end) == sum)
        let lists = [event("agentFlowExecutedData", executed), event("agentFlowExecutedData", twice)]
        #expect(try await usage(lists[0], token, lists[1], end) == sum)
        for absurd in ["-1", "1e300", "900000000000", "\"9\"", "9223372036854775807"] {
            let report = event("usageMetadata", #"{"input_tokens":\#(absurd),"output_tokens":1}"#)
            #expect(try await usage(report, report, token, end)?.isEstimated == true, "\(absurd)")
        }
    }

    @Test("The ways Flowise writes an event are all understood, cut anywhere")
    func quirks() async throws {
        let text = "data: \u{1F393} \"quoted\" 你好\n"
        let stream =
            event("start", "\"da\"") + ":heartbeat\n\n" + event("token", JSON.string(text).compact)
            + "event: token\r\ndata: plain\r\n\r\n" + #"data: {"event":"token","data":"\ud83d"}"# + "\n\n"
            + event("token", "7") + event("token", "\"\"") + event("sourceDocuments", #""[{\"pageContent\":\"p\"}]""#)
            + event("metadata", #"{"chatId":"c1"}"#) + event("end", "\"[DONE]\"")
        let expected: [UpstreamEvent] = [
            .token(text), .token("plain"), .token("\u{fffd}"), .token("7"), .sources([["pageContent": "p"]]),
            .metadata(["chatId": "c1"]),
        ]
        try await Asking.run { asking in
            let whole = try await asking.events(.flowise, StubBehaviour(.says([stream])))
            #expect(Array(whole.prefix(6)) == expected)
            #expect(whole.last == .end(.stop))
            let letters = stream.unicodeScalars.map { String($0) }
            #expect(try await asking.events(.flowise, StubBehaviour(.says(letters))) == whole)
        }
    }

    private func event(_ name: String, _ data: String) -> String {
        "message:\ndata:{\"event\":\"\(name)\",\"data\":\(data)}\n\n"
    }

    @Test("An answer without text is none, unless the flow waits for a decision")
    func empty() async throws {
        try await Asking.run { asking in
            let end = event("end", "\"[DONE]\"")
            let nothing = try await asking.events(.flowise, StubBehaviour(.says([end])))
            #expect(nothing == [.failed(UpstreamFailure(.empty))])
            let action = event("action", #"{"id":"a","elements":[]}"#)
            #expect(try await asking.events(.flowise, StubBehaviour(.says([action, end]))).last == .end(.stop))
            let abort = event("abort", "\"[DONE]\"")
            #expect(try await asking.events(.flowise, StubBehaviour(.says([abort]))).failure?.reason == .stopped)
        }
    }

    @Test("An answer that Flowise has kept but not streamed is read back, not asked for again")
    func recovered() async throws {
        try await Asking.run(key: "secret") { asking in
            let events = try await asking.events(.flowise, StubBehaviour(.saysNothing))
            #expect(events.text == "word0 word1 word2 word3 word4 ")
            #expect(events.last == .end(.stop))
            #expect((events.usage?.outputTokens ?? 0) > 0)
            #expect(asking.stub.tally.questions == 1)
        }
    }

    @Test("A conversation has one answer at a time; then the next may come, however the first ended")
    func conversations() async throws {
        try await Asking.run { asking in
            asking.stub.behave(StubBehaviour(tokens: 100_000, pace: .milliseconds(2)))
            var first = try asking.ask(.flowise).makeAsyncIterator()
            _ = await first.next()
            var second: [UpstreamEvent] = []
            for await event in try asking.ask(.flowise) { second.append(event) }
            #expect(second == [.failed(UpstreamFailure(.conversationBusy))])
            let other = try asking.ask(.flowise, conversation: "c2")
            #expect(await other.first { if case .token = $0 { true } else { false } } != nil)
            var third: [UpstreamEvent] = []
            for await event in try asking.ask(.flowise) { third.append(event) }
            #expect(third == second, "a refusal does not free the conversation")
            first = try asking.ask(.flowise, conversation: "c3").makeAsyncIterator()
            #expect(try await asking.events(.flowise, StubBehaviour(tokens: 1)).last == .end(.stop))
        }
    }

    @Test("A name that could lead to another address is no conversation and no flow")
    func names() async throws {
        for name in ["", "..", "a/b", "a?b", "a b", "é", "a%2fb", String(repeating: "a", count: 101)] {
            #expect(FlowiseFlow(name) == nil)
            try await Asking.run { asking in
                let answer = try asking.ask(.flowise, conversation: name)
                #expect(await answer.first { _ in true } == .failed(UpstreamFailure(.unknown)))
                #expect(asking.stub.tally.questions == 0)
            }
        }
    }

    @Test("History and files go along as Flowise wants them, and only this conversation's memory is named")
    func body() async throws {
        try await Asking.run { asking in
            let flow = try #require(FlowiseFlow("f1"))
            var question = FlowisePrediction(flow: flow, question: "What is it?", conversation: "c1")
            question.history = [UpstreamTurn(.user, "Hi"), UpstreamTurn(.assistant, "Hello")]
            question.uploads = [
                UpstreamUpload(name: "dot.png", type: "image/png", content: .bytes([1, 2, 3])),
                UpstreamUpload(name: "page", type: "text/html", content: .link("https://example.org/")),
                UpstreamUpload(name: "a.txt", type: "text/plain", content: .text("hello")),
            ]
            question.overrides["temperature"] = 0
            question.overrides["sessionId"] = "somebody-else"
            for await _ in asking.flowise.answer(question) {}
            let body = try #require(asking.stub.asked.last).json
            #expect(body["overrideConfig"] == ["temperature": 0, "sessionId": "c1"])
            #expect(
                body["history"] == [
                    ["role": "userMessage", "content": "Hi"], ["role": "apiMessage", "content": "Hello"],
                ]
            )
            #expect(
                body["uploads"] == [
                    [
                        "type": "file", "name": "dot.png", "data": "data:image/png;base64,AQID", "mime": "image/png",
                    ],
                    ["type": "url", "name": "page", "data": "https://example.org/", "mime": "text/html"],
                    ["type": "file:full", "name": "a.txt", "data": "hello", "mime": "text/plain"],
                ]
            )
        }
    }

    @Test("Flows are listed with the key, and files are read by Flowise for those that take them whole")
    func lists() async throws {
        try await Asking.run(key: "secret") { asking in
            asking.stub.list(chatflows: [
                ["id": "f1", "name": "Maths", "type": "AGENTFLOW", "deployed": true, "flowData": "{}"],
                ["id": "../x", "name": "Not a flow"], ["name": "No id"],
            ])
            let flows = try await asking.flowise.chatflows()
            #expect(flows.map(\.name) == ["Maths"])
            #expect(flows.first?.type == "AGENTFLOW" && flows.first?.isDeployed == true)
            #expect(flows.first?.document["flowData"] == "{}")
            let flow = try #require(FlowiseFlow("f1"))
            #expect(try await asking.flowise.configuration(of: flow)["id"] == "f1")
            let file = UpstreamUpload(name: "a\"\r\n.txt", type: "text/plain", content: .bytes(Array("hello".utf8)))
            let texts = try await asking.flowise.read([file], for: flow, conversation: "c1")
            #expect(texts == [UpstreamUpload(name: "a.txt", type: "text/plain", content: .text("hello"))])
            let sent = try #require(asking.stub.asked.last)
            #expect(sent.path == "/api/v1/attachments/f1/c1")
            #expect(sent.body.contains("name=\"files\"; filename=\"a%22%0D%0A.txt\"\r\n"))
            #expect(sent.body.contains("\r\n\r\nhello\r\n--"))
            #expect(await asking.flowise.isHealthy())
            let stranger = FlowiseClient(
                Upstream(
                    "stranger",
                    at: try UpstreamAddress(parsing: asking.stub.url),
                    key: nil,
                    over: asking.transport,
                    metrics: asking.metrics
                )
            )
            await #expect(throws: UpstreamFailure(.unauthorized)) { try await stranger.chatflows() }
        }
    }
}
