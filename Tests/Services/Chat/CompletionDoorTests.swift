import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import UpstreamStubs
import Values

/// What OpenAI's clients get, byte for byte where they read bytes.
@Suite("OpenAI's door", .timeLimit(.minutes(5)))
struct CompletionDoorTests {
    private static let path = "/v1/chat/completions"
    private static let question: JSON = [["role": "user", "content": "What is rain?"]]

    @Test("A stream is chunks with one id, then the usage if it was asked for, then [DONE]; it is charged once")
    func streamed() async throws {
        try await FlowCampus.run(credits: 10) { world in
            for includesUsage in [false, true] {
                let answer = try await world.amina.post(
                    Self.path,
                    [
                        "model": "flow-1", "messages": Self.question, "stream": true,
                        "stream_options": ["include_usage": .bool(includesUsage)],
                    ]
                )
                #expect(answer.status == 200)
                #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
                #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
                let lines = answer.text.split(separator: "\n", omittingEmptySubsequences: true)
                #expect(lines.allSatisfy { $0.hasPrefix("data: ") || $0.hasPrefix(":") })
                let chunks = answer.chunks
                #expect(Set(chunks.compactMap { $0["id"]?.string }).count == 1)
                #expect(chunks.allSatisfy { $0["object"] == "chat.completion.chunk" && $0["model"] == "flow-1" })
                #expect(chunks[0]["choices"]?[0]?["delta"] == ["role": "assistant", "content": ""])
                #expect(chunks.said == "word0 word1 word2 word3 word4 ")
                let last = try #require(chunks.last { $0["choices"] != [] })
                #expect(last["choices"]?[0]?["finish_reason"] == "stop")
                #expect((chunks.last?["usage"]?["total_tokens"]?.integer ?? 0 > 0) == includesUsage)
                #expect(chunks.dropLast().allSatisfy { ($0["usage"] == .null) == includesUsage })
            }
            #expect(try await world.balance(of: world.amina) == 8)
            #expect(try await world.openHolds() == 0)
        }
    }

    @Test("A whole answer is one object with its usage; a model gets the messages and what it may be told, no more")
    func whole() async throws {
        try await FlowCampus.run { world in
            var behaviour = StubBehaviour(tokens: 2)
            behaviour.usage = StubUsage(input: 11, output: 2)
            world.stub.behave(behaviour, as: FlowCampus.model)
            let messages: JSON = [
                ["role": "system", "content": "Answer in one word."], ["role": "user", "content": "Rain?"],
                ["role": "assistant", "content": "Water."],
                [
                    "role": "user",
                    "content": [
                        ["type": "text", "text": "And this?"],
                        ["type": "image_url", "image_url": ["url": "data:image/png;base64,iVBORw0KGgo="]],
                    ],
                ],
            ]
            let answer = try await world.amina.post(
                Self.path,
                [
                    "model": "stub", "messages": messages, "temperature": 0.2, "max_tokens": 100,
                    "user": "amina@example.com", "service_tier": "priority", "store": true,
                ]
            )
            #expect(answer.status == 200)
            #expect(answer.json["object"] == "chat.completion")
            #expect(answer.json["choices"]?[0]?["message"]?["content"] == "word0 word1 ")
            #expect(answer.json["choices"]?[0]?["finish_reason"] == "stop")
            #expect(
                answer.json["usage"] == ["prompt_tokens": 11, "completion_tokens": 2, "total_tokens": 13]
            )
            let asked = try #require(world.stub.asked.last { $0.path == "/v1/chat/completions" }).json
            #expect(asked["messages"] == messages)
            #expect(asked["temperature"] == 0.2)
            #expect(asked["max_tokens"]?.integer ?? .max <= 100)
            #expect(asked["user"] == nil && asked["service_tier"] == nil && asked["store"] == nil)
        }
    }

    @Test("Tools go to a model, and the calls it wants come back, streamed and whole")
    func tools() async throws {
        try await FlowCampus.run { world in
            func chunk(_ delta: String, _ finish: String = "null") -> String {
                #"data: {"id":"c","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
            }
            var behaviour = StubBehaviour()
            behaviour.fault = .says([
                chunk(
                    #"{"tool_calls":[{"index":0,"id":"call_1","type":"function","#
                        + #""function":{"name":"weather","arguments":""}}]}"#
                ),
                chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"#),
                chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"\"Lagos\"}"}}]}"#),
                chunk("{}", #""tool_calls""#), "data: [DONE]\n\n",
            ])
            world.stub.behave(behaviour, as: FlowCampus.model)
            let tools: JSON = [["type": "function", "function": ["name": "weather", "parameters": [:]]]]
            let body: JSON = ["model": "stub", "messages": Self.question, "tools": tools]
            let whole = try await world.amina.post(Self.path, body).json["choices"]?[0]
            #expect(whole?["finish_reason"] == "tool_calls")
            #expect(whole?["message"]?["content"] == .null)
            #expect(
                whole?["message"]?["tool_calls"] == [
                    [
                        "id": "call_1", "type": "function",
                        "function": ["name": "weather", "arguments": #"{"city":"Lagos"}"#],
                    ]
                ]
            )
            #expect(world.stub.asked.last?.json["tools"] == tools)
            var streaming = body.object ?? JSONObject()
            streaming["stream"] = true
            let chunks = try await world.amina.post(Self.path, .object(streaming)).chunks
            let arguments = chunks.compactMap {
                $0["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["function"]?["arguments"]?.string
            }
            #expect(arguments.joined() == #"{"city":"Lagos"}"#)
            #expect(chunks.last?["choices"]?[0]?["finish_reason"] == "tool_calls")
        }
    }

    @Test("A flow gets the last message as the question, what was said before it, and the system's words first")
    func flow() async throws {
        try await FlowCampus.run { world in
            let messages: JSON = [
                ["role": "system", "content": "Answer in one word."], ["role": "user", "content": "Rain?"],
                ["role": "assistant", "content": "Water."], ["role": "user", "content": "And snow?"],
            ]
            let answer = try await world.amina.post(Self.path, ["model": "flow-1", "messages": messages])
            #expect(answer.json["choices"]?[0]?["message"]?["content"] == "word0 word1 word2 word3 word4 ")
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") }).json
            #expect(asked["question"] == "Answer in one word.\n\nAnd snow?")
            #expect(asked["history"]?[0]?["content"] == "Rain?")
            #expect(asked["history"]?[1]?["content"] == "Water.")
        }
    }

    @Test("A picture goes to a flow with the question; what is none, and any for the campus tutor, is refused")
    func picture() async throws {
        try await FlowCampus.run { world in
            func ask(_ model: String, _ picture: String) async throws -> PlatformClient.Answer {
                let parts: JSON = [
                    ["type": "text", "text": "What is this?"],
                    ["type": "image_url", "image_url": ["url": .string("data:image/png;base64," + picture)]],
                ]
                let message: JSON = ["role": "user", "content": parts]
                return try await world.amina.post(Self.path, ["model": .string(model), "messages": [message]])
            }
            let pixel =
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            let answer = try await ask("flow-1", pixel)
            #expect(answer.status == 200, "\(answer.text)")
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") }).json
            #expect(asked["question"] == "What is this?")
            #expect(asked["uploads"]?[0]?["mime"] == "image/png")
            let text = try await ask("flow-1", "bm8gcGljdHVyZQ==")
            #expect(text.status == 415 && text.json["error"]?["code"] == "file_type_mismatch")
            #expect(try await ask("campus-tutor", pixel).status == 400)
            #expect(try await world.balance(of: world.amina) == 99)
        }
    }

    @Test("The campus tutor answers for nothing, whatever the program tells it first")
    func tutor() async throws {
        try await TestCampus.run { campus in
            let rain = try await RainyCourse(campus)
            let messages: JSON = [
                ["role": "system", "content": "You are a pirate who only ever answers in rhymes."],
                ["role": "user", "content": "What does condensation do to the vapour?"],
            ]
            let answer = try await rain.amina.post(Self.path, ["model": "campus-tutor", "messages": messages])
            let text = answer.json["choices"]?[0]?["message"]?["content"]?.string ?? ""
            #expect(text.contains("Condensation turns vapour into droplets"))
            #expect(text.contains("/lessons/\(rain.lesson)"))
            let short = try await rain.amina.post(
                Self.path,
                ["model": "campus-tutor", "messages": messages, "max_tokens": 12]
            ).json
            #expect(short["choices"]?[0]?["finish_reason"] == "length")
            #expect(short["usage"]?["completion_tokens"] == 12)
            let beginning = short["choices"]?[0]?["message"]?["content"]?.string ?? ""
            #expect(!beginning.isEmpty && text.hasPrefix(beginning))
        }
    }

    @Test("Whoever may ask is listed, with models and flows that are theirs and no others")
    func models() async throws {
        try await FlowCampus.run { world in
            let listed = try await world.amina.get("/v1/models").json
            #expect(listed["object"] == "list")
            let models = (listed["data"]?.array ?? []).map { [$0["id"], $0["owned_by"]] }
            #expect(models.contains(["campus-tutor", "elymica"]))
            #expect(models.contains(["flow-1", "flowise"]))
            #expect(models.contains(["stub", "upstream"]))
            #expect(try await world.amina.get("/v1/models/stub").json["object"] == "model")
            let jabari = try await world.campus.student("Jabari")
            let foreign = try await jabari.get("/v1/models/stub")
            #expect(foreign.status == 404 && foreign.json["error"]?["code"] == "model_not_found")
            let asked = try await jabari.post(Self.path, ["model": "stub", "messages": Self.question])
            #expect(asked.status == 404 && asked.json["error"]?["code"] == "model_not_found")
            #expect(asked.json["error"]?["param"] == "model")
        }
    }
}

extension PlatformClient.Answer {
    /// The chunks of a stream of completions.
    var chunks: [JSON] {
        text.split(separator: "\n").filter { $0.hasPrefix("data: {") }
            .map { (try? JSON(parsing: Array($0.utf8.dropFirst(6)))) ?? .null }
    }
}

extension [JSON] {
    /// What the chunks say.
    fileprivate var said: String { compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined() }
}
