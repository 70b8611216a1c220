import Testing
import UpstreamStubs
import Upstreams
import Values

@Suite("OpenAI-compatible servers", .timeLimit(.minutes(5)))
struct OpenAITests {
    private func reporting(_ tokens: Int) -> StubBehaviour {
        var behaviour = StubBehaviour(tokens: tokens)
        behaviour.usage = StubUsage(input: 40, output: 11)
        return behaviour
    }

    @Test("A streamed answer is its tokens, the usage the server reports, and why it ended")
    func streamed() async throws {
        try await Asking.run(key: "secret") { asking in
            let events = try await asking.events(.openAI, reporting(3))
            #expect(
                events == [
                    .metadata(["id": "c-1", "model": "f1", "created": 1_700_000_000]), .token("word0 "),
                    .token("word1 "), .token("word2 "),
                    .usage(UpstreamUsage(inputTokens: 40, outputTokens: 11, isEstimated: false)), .end(.stop),
                ]
            )
            let question = try #require(asking.stub.asked.last)
            #expect(question.path == "/v1/chat/completions")
            #expect(question.headers["authorization"] == "Bearer secret")
            #expect(
                question.json == [
                    "user": "c1", "model": "f1", "messages": [["role": "user", "content": "Why?"]], "stream": true,
                    "stream_options": ["include_usage": true],
                ]
            )
        }
    }

    @Test("A server that reports nothing is counted for, and that is said")
    func silentAboutUsage() async throws {
        try await Asking.run { asking in
            let usage = try #require(try await asking.events(.openAI, StubBehaviour(tokens: 100)).usage)
            #expect(usage.isEstimated)
            #expect(usage.inputTokens == 5)
            #expect(usage.outputTokens == (100 * "word0 ".count + 90 + 3) / 4)
        }
    }

    @Test("An answer that comes whole is read the same, whether it was asked for or not")
    func whole() async throws {
        try await Asking.run { asking in
            asking.stub.behave(reporting(3))
            var completion = ChatCompletion(model: "m", system: "Be brief.", question: "Why?")
            completion.isStreamed = false
            completion.maximumTokens = 50
            for (name, value) in ["temperature": 0, "stream": true, "n": 4, "max_tokens": 9_000] as [String: JSON] {
                completion.parameters[name] = value
            }
            var events: [UpstreamEvent] = []
            for await event in asking.openAI.answer(completion) { events.append(event) }
            #expect(events.text == "word0 word1 word2 ")
            #expect(events.usage == UpstreamUsage(inputTokens: 40, outputTokens: 11, isEstimated: false))
            #expect(events.last == .end(.stop))
            let body = try #require(asking.stub.asked.last).json
            #expect(
                body == [
                    "temperature": 0, "stream": false, "model": "m", "max_tokens": 50,
                    "messages": [
                        ["role": "system", "content": "Be brief."], ["role": "user", "content": "Why?"],
                    ],
                ]
            )
        }
    }

    @Test("Tool calls, thoughts, refusals and the reason for the end come through")
    func kinds() async throws {
        let call = #"[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]"#
        let texts = [
            #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]}"#,
            #"{"choices":[{"index":0,"delta":{"refusal":"No."}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":\#(call)}}],"usage":null}"#,
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":6}}"#, "[DONE]",
        ]
        try await Asking.run { asking in
            let stream = texts.map { "data: \($0)\n\n" }
            let events = try await asking.events(.openAI, StubBehaviour(.says(stream)))
            #expect(
                events == [
                    .thinking("Hm."), .token("No."),
                    .activity(name: "tool_calls", data: try JSON(parsing: call.utf8)),
                    .usage(UpstreamUsage(inputTokens: 5, outputTokens: 6, isEstimated: false)), .end(.toolCalls),
                ]
            )
            let letters = stream.joined().map { String($0) }
            #expect(try await asking.events(.openAI, StubBehaviour(.says(letters))) == events)
        }
    }

    @Test("A stream that leaves out its last line has ended if it has said why, and only then")
    func withoutDone() async throws {
        let token = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
        let finish = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n"
        try await Asking.run { asking in
            let ended = try await asking.events(.openAI, StubBehaviour(.says([token, finish])))
            #expect(ended.last == .end(.length))
            #expect(try await asking.events(.openAI, StubBehaviour(.says([token]))).failure?.reason == .cutOff)
            let done = ["data: [DONE]\n\n"]
            #expect(try await asking.events(.openAI, StubBehaviour(.says(done))).failure?.reason == .empty)
        }
    }

    @Test("A server that refuses to be asked for usage is asked without, from then on")
    func oldServer() async throws {
        try await Asking.run { asking in
            let refused = try await asking.events(.openAI, StubBehaviour(.status(400, times: 1)))
            #expect(refused.last == .end(.stop))
            #expect(try await asking.events(.openAI, StubBehaviour()).last == .end(.stop))
            let options = asking.stub.asked.map { $0.json["stream_options"] }
            #expect(options == [["include_usage": true], nil, nil])
        }
    }

    @Test("An error in the stream is a failure by its code, without its words")
    func errors() async throws {
        let codes: [(String, UpstreamFailure.Reason)] = [
            ("rate_limit_exceeded", .busy(retryAfter: nil)), ("model_not_found", .unknown), ("else", .failed),
        ]
        try await Asking.run { asking in
            for (code, reason) in codes {
                let error = "data: {\"error\":{\"message\":\"the question\",\"code\":\"\(code)\"}}\n\n"
                let events = try await asking.events(.openAI, StubBehaviour(.says([error])))
                #expect(events == [.failed(UpstreamFailure(reason))])
                #expect(!"\(events)".contains("question"))
            }
        }
    }

    @Test("Files go along as parts of the question; models are listed")
    func parts() async throws {
        try await Asking.run { asking in
            let completion = ChatCompletion(
                model: "m",
                system: nil,
                history: [UpstreamTurn(.user, "Hi"), UpstreamTurn(.assistant, "Hello")],
                question: "What is it?",
                uploads: [
                    UpstreamUpload(name: "dot.png", type: "image/png", content: .bytes([1, 2, 3])),
                    UpstreamUpload(name: "a.txt", type: "text/plain", content: .text("hello")),
                    UpstreamUpload(name: "a.pdf", type: "application/pdf", content: .bytes([1])),
                ]
            )
            for await _ in asking.openAI.answer(completion) {}
            #expect(
                asking.stub.asked.last?.json["messages"] == [
                    ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello"],
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "What is it?"],
                            ["type": "image_url", "image_url": ["url": "data:image/png;base64,AQID"]],
                            ["type": "text", "text": "a.txt:\n\nhello"],
                            [
                                "type": "file",
                                "file": ["filename": "a.pdf", "file_data": "data:application/pdf;base64,AQ=="],
                            ],
                        ],
                    ],
                ]
            )
            let models = try await asking.openAI.models()
            #expect(models == ["stub", "slow"])
            #expect(await asking.openAI.isHealthy())
        }
    }
}
