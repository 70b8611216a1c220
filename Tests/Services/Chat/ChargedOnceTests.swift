import CampusTestKit
import Endpoints
import Testing
import UpstreamStubs
import Values

/// What clients, upstreams and lines that break do to an answer that is paid for.
@Suite("Charged once", .timeLimit(.minutes(5)))
struct ChargedOnceTests {
    @Test("A request that was left and comes again under its key gets what was paid for, and nothing is charged again")
    func leftAndRepeated() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(tokens: 1_000, pace: .milliseconds(10)), as: FlowCampus.flow)
            let key = ["Idempotency-Key": "left-1"]
            try await world.readSomeAndLeave(world.amina, headers: key)
            try await world.campus.eventually("the hold was not settled") { try await world.openHolds() == 0 }
            #expect(try await world.balance(of: world.amina) == 4)
            // It is written down after it is paid for.
            try await world.campus.eventually("the answer was not kept") {
                try await world.amina.predict(headers: key).status != 409
            }
            let again = try await world.amina.predict(headers: key)
            #expect(again.status == 200)
            #expect(again.events.words.hasPrefix("word0 word1 "))
            #expect(try await world.balance(of: world.amina) == 4)
            #expect(world.stub.tally.questions == 1)
        }
    }

    @Test("A stopped answer that is asked again without credits keeps what was paid for")
    func retryWithoutCredits() async throws {
        try await FlowCampus.run(credits: 1) { world in
            world.stub.behave(StubBehaviour(tokens: 1_000, pace: .milliseconds(10)), as: FlowCampus.flow)
            try await world.readSomeAndLeave(world.amina)
            try await world.campus.eventually("the hold was not settled") { try await world.openHolds() == 0 }
            let sessions = try await world.amina.get("/api/v1/chat/sessions").json
            let path = "/api/v1/chat/sessions/\(sessions["sessions"]?[0]?["session_id"]?.string ?? "")"
            // It is written down after it is paid for.
            try await world.campus.eventually("the answer was not kept") {
                try await world.amina.get(path + "/history").json["history"]?[0]?["status"] == "stopped"
            }
            let before = try await world.amina.get(path + "/history").json
            let message = before["history"]?[0]?["id"]?.string ?? ""
            #expect(try await world.amina.post(path + "/messages/\(message)/retry").status == 402)
            let after = try await world.amina.get(path + "/history").json
            #expect(after["history"]?[0]?["status"] == "stopped")
            #expect(after["history"]?[1]?["content"] == before["history"]?[1]?["content"])
        }
    }

    @Test("An upstream that claims to have written a hundred million tokens is not believed")
    func hostileUsage() async throws {
        try await FlowCampus.run(credits: 1_000) { world in
            var behaviour = StubBehaviour(tokens: 3)
            behaviour.usage = StubUsage(input: 100_000_000, output: 100_000_000)
            world.stub.behave(behaviour, as: FlowCampus.model)
            #expect(try await world.amina.predict("What is rain?", FlowCampus.model).status == 200)
            let left = try await world.balance(of: world.amina) ?? 0
            #expect(left >= 997)
        }
    }

    @Test("Marks that a model heaps on one letter, piece by piece, are thinned out; the history can be read")
    func heapedMarks() async throws {
        try await FlowCampus.run { world in
            var behaviour = StubBehaviour(tokens: 10)
            behaviour.text = { ($0 == 0 ? "a" : "") + String(repeating: "\u{301}", count: 20) }
            world.stub.behave(behaviour, as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            let session = answer.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history")
            #expect(history.status == 200 && history.json["history"]?.array?.count == 2)
        }
    }

    @Test(
        "Words that PostgreSQL cannot hold are kept without what it cannot, and paid for",
        arguments: ["a\u{0}\u{301}b", "a\u{0}b", "\\u0000", "\u{0}\u{fe0f}"]
    )
    func unstorable(word: String) async throws {
        try await FlowCampus.run(credits: 2) { world in
            var behaviour = StubBehaviour(tokens: 2)
            behaviour.text = { _ in word }
            world.stub.behave(behaviour, as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            let session = answer.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["count"] == 2)
            let kept = try JSON(parsing: Array((history["history"]?[1]?["content"]?.string ?? "").utf8))
            let words = kept[0]?["data"]?.string ?? ""
            #expect(
                words.unicodeScalars.elementsEqual((word + word).unicodeScalars.map { $0 == "\0" ? "\u{fffd}" : $0 })
            )
            #expect(try await world.balance(of: world.amina) == 1)
        }
    }

    @Test("What a flow tells on the way may be as deep as it likes: the session can be read")
    func deep() async throws {
        try await FlowCampus.run(credits: 2) { world in
            let deep = String(repeating: "[", count: 58) + String(repeating: "]", count: 58)
            let frames = [
                "data:{\"event\":\"agentFlowEvent\",\"data\":\(deep)}\n\n",
                "data:{\"event\":\"token\",\"data\":\"Rain.\"}\n\n", "data:{\"event\":\"end\",\"data\":\"[DONE]\"}\n\n",
            ]
            world.stub.behave(StubBehaviour(.says(frames)), as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            let session = answer.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history")
            #expect(history.status == 200)
            #expect(history.json["count"] == 2)
        }
    }

    @Test("An answer that is cut at its limit costs what was handed on, and says that it was cut")
    func cut() async throws {
        try await FlowCampus.run(credits: 100) { world in
            let price: JSON = ["modelId": "a-model"]
            _ = try await world.admin.put("/api/credits/prices/chatflows/\(FlowCampus.flow)", price)
            let tokens: JSON = ["input": .number(0), "output": .number(100)]
            _ = try await world.admin.put("/api/credits/prices/models/a-model", tokens)
            world.stub.behave(try #require(StubBehaviour.named["long"]), as: FlowCampus.flow)
            let body: JSON = [
                "model": .string(FlowCampus.flow), "max_tokens": 20,
                "messages": [["role": "user", "content": "What is rain?"]],
            ]
            let answer = try await world.amina.post("/v1/chat/completions", body).json
            let text = answer["choices"]?[0]?["message"]?["content"]?.string ?? ""
            let written = (text.utf8.count + 3) / 4
            #expect((20...23).contains(written))
            #expect(answer["choices"]?[0]?["finish_reason"] == "length")
            #expect(answer["usage"]?["completion_tokens"] == .integer(written))
            // A tenth of a credit a token.
            let left = try await world.balance(of: world.amina)
            #expect(left == 100 - (written + 9) / 10)
        }
    }

    @Test("A question that asks nothing is refused, and costs nothing", arguments: ["", " ", "\n\t "])
    func nothing(question: String) async throws {
        try await FlowCampus.run(credits: 2) { world in
            let refused = try await world.amina.predict(question)
            #expect(refused.status == 422)
            let left = try await world.balance(of: world.amina)
            #expect(left == 2)
        }
    }

    @Test("More of a conversation than anybody reads again is refused, and costs nothing")
    func longHistory() async throws {
        try await FlowCampus.run(credits: 2) { world in
            let turn: JSON = ["role": "user", "content": .string(String(repeating: "a", count: 300 << 10))]
            let body: JSON = [
                "question": "What is rain?", "chatflow_id": .string(FlowCampus.flow), "history": [turn],
            ]
            for path in ["/api/v1/chat/predict", "/api/v1/chat/predict/stream", "/api/v1/chat/predict/stream/store"] {
                let refused = try await world.amina.post(path, body)
                #expect(refused.status == 422)
            }
            #expect(try await world.balance(of: world.amina) == 2)
            #expect(world.stub.tally.questions == 0)
        }
    }
}
