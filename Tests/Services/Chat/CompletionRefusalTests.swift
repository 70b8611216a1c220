import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import UpstreamStubs
import Values

/// How OpenAI's door refuses: in the words its clients know, and so that they ask again only where that helps.
@Suite("Refusals at OpenAI's door", .timeLimit(.minutes(5)))
struct CompletionRefusalTests {
    private static let path = "/v1/chat/completions"
    private static let question: JSON = [["role": "user", "content": "What is rain?"]]

    @Test("Without a token, with a bad one, without credits: 401 and 402, none of which to be tried again")
    func refusals() async throws {
        try await FlowCampus.run(credits: 0) { world in
            let body: JSON = ["model": "flow-1", "messages": Self.question]
            let none = try await world.campus.anonymous.post(Self.path, body)
            #expect(none.status == 401)
            #expect(none.json["error"]?["type"] == "authentication_error")
            var program = world.campus.anonymous
            program.token = "sk-something-else"
            let bad = try await program.post(Self.path, body)
            #expect(bad.status == 401 && bad.json["error"]?["code"] == "invalid_api_key")
            for stream in [false, true] {
                let poor = try await world.amina.post(
                    Self.path,
                    ["model": "flow-1", "messages": Self.question, "stream": .bool(stream)]
                )
                #expect(poor.status == 402)
                #expect(poor.json["error"]?["type"] == "insufficient_quota")
                #expect(poor.json["error"]?["message"]?.string?.isEmpty == false)
                #expect(poor.headers[.shouldRetry] == "false")
                #expect(poor.headers[.requestID]?.isEmpty == false)
            }
            #expect(world.stub.tally.questions == 0)
        }
    }

    @Test("What is no conversation, or asks for what nobody here does, is 400 that names the parameter")
    func invalid() async throws {
        try await FlowCampus.run { world in
            func ask(_ body: JSON) async throws -> JSON? {
                var whole = body.object ?? JSONObject()
                if whole["model"] == nil { whole["model"] = "stub" }
                let answer = try await world.amina.post(Self.path, .object(whole))
                #expect(answer.status == 400, "\(answer.text)")
                #expect(answer.json["error"]?["type"] == "invalid_request_error")
                #expect(answer.headers[.shouldRetry] == "false")
                return answer.json["error"]?["param"]
            }
            #expect(try await ask([:]) == "messages")
            #expect(try await ask(["messages": []]) == "messages")
            #expect(try await ask(["messages": [["role": "assistant", "content": "Hello."]]]) == "messages")
            #expect(try await ask(["messages": [["role": "robot", "content": "Hello."]]]) == "messages.0.role")
            #expect(try await ask(["messages": [["role": "user"]]]) == "messages.0.content")
            #expect(try await ask(["messages": [["role": "user", "content": "a\u{0}b"]]]) == "messages.0.content")
            // An address would be asked for from inside the upstream's network.
            let picture: JSON = ["type": "image_url", "image_url": ["url": "http://169.254.169.254/latest"]]
            let message: JSON = ["role": "user", "content": .array([picture])]
            #expect(try await ask(["messages": .array([message])]) == "messages.0.content.0.image_url")
            #expect(try await ask(["messages": Self.question, "n": 2]) == "n")
            #expect(try await ask(["messages": Self.question, "max_tokens": 0]) == "max_tokens")
            let long: JSON = .string(String(repeating: "word ", count: 8_000))
            let much: JSON = .array(Array(repeating: ["role": "user", "content": long], count: 10))
            #expect(try await ask(["model": "flow-1", "messages": much]) == "messages")
            #expect(try await ask(["model": "campus-tutor", "messages": much]) == "messages")
            let more: JSON = .array(Array(repeating: ["role": "user", "content": long], count: 30))
            #expect(try await ask(["messages": more]) == "messages")
            #expect(world.stub.tally.questions == 0)
            let malformed = try await world.amina.client.send("POST", Self.path, body: Array("{".utf8))
            #expect(malformed.status == 400 && malformed.json["error"]?["code"] == "malformed_json")
        }
    }

    @Test("Paths that OpenAI's API has and this one has not are refused in its words")
    func strays() async throws {
        try await FlowCampus.run { world in
            for (method, path, status) in [
                ("POST", "/v1/embeddings", 404), ("GET", "/v1/nothing/at/all", 404), ("POST", "/v1/models", 405),
                ("GET", "/v1/chat/completions", 405),
            ] {
                let answer = try await world.amina.client.send(method, path)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.json["error"]?["type"] == "invalid_request_error")
                #expect(answer.headers[.shouldRetry] == "false")
            }
            #expect(try await world.amina.client.send("GET", "/api/v1/chat/nothing").json["error"]?["type"] == nil)
        }
    }

    @Test("An upstream that fails first is a status that may be tried again; in the middle an error object; both free")
    func failing() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(.failsAfter(0)), as: FlowCampus.flow)
            let body: JSON = ["model": "flow-1", "messages": Self.question, "stream": true]
            let before = try await world.amina.post(Self.path, body)
            #expect(before.status == 502 && before.headers[.shouldRetry] == "true")
            #expect(before.json["error"]?["type"] == "server_error")
            world.stub.behave(StubBehaviour(.status(429, retryAfter: 60)), as: FlowCampus.flow)
            let busy = try await world.amina.post(Self.path, body)
            #expect(busy.status == 503 && busy.headers[.retryAfter] == "61")
            world.stub.behave(StubBehaviour(.failsAfter(3)), as: FlowCampus.flow)
            let middle = try await world.amina.post(Self.path, body)
            #expect(middle.status == 200)
            #expect(middle.chunks.last?["error"]?["type"] == "server_error")
            #expect(!middle.text.contains("[DONE]"))
            let whole = try await world.amina.post(Self.path, ["model": "flow-1", "messages": Self.question])
            #expect(whole.status == 502)
            #expect(try await world.balance(of: world.amina) == 5)
            #expect(try await world.openHolds() == 0)
        }
    }

    @Test("What the model itself refuses is the program's to mend, and not tried again")
    func refusedByModel() async throws {
        try await FlowCampus.run(credits: 5) { world in
            for (theirs, ours) in [(400, 400), (422, 400), (401, 502), (404, 502)] {
                world.stub.behave(StubBehaviour(.status(theirs)), as: FlowCampus.model)
                let answer = try await world.amina.post(
                    Self.path,
                    ["model": .string(FlowCampus.model), "messages": Self.question, "temperature": 9]
                )
                #expect(answer.status == ours && answer.headers[.shouldRetry] == "false", "\(theirs)")
            }
            #expect(try await world.balance(of: world.amina) == 5)
        }
    }

    @Test("The same Idempotency-Key is answered with the same completion and charged once")
    func idempotent() async throws {
        try await FlowCampus.run(credits: 5) { world in
            let body: JSON = ["model": "flow-1", "messages": Self.question]
            let headers = ["Idempotency-Key": "retry-of-a-client"]
            let first = try await world.amina.post(Self.path, body, headers: headers)
            let again = try await world.amina.post(Self.path, body, headers: headers)
            #expect(first.status == 200 && again.status == 200)
            #expect(first.json["id"] == again.json["id"] && first.json["choices"] == again.json["choices"])
            #expect(world.stub.tally.questions == 1)
            #expect(try await world.balance(of: world.amina) == 4)
            // What it took, as the model reported it.
            var behaviour = StubBehaviour(tokens: 3)
            behaviour.usage = StubUsage(input: 12, output: 7)
            world.stub.behave(behaviour, as: FlowCampus.model)
            let asked: JSON = ["model": .string(FlowCampus.model), "messages": Self.question]
            let told = try await world.amina.post(Self.path, asked, headers: ["Idempotency-Key": "usage"])
            let retold = try await world.amina.post(Self.path, asked, headers: ["Idempotency-Key": "usage"])
            #expect(told.json["usage"]?["completion_tokens"] == 7 && retold.json["usage"] == told.json["usage"])
        }
    }
}

extension HTTPField.Name {
    static let shouldRetry = HTTPField.Name("X-Should-Retry") ?? .retryAfter
}
