import AsyncHTTPClient
import Campus
import CampusTestKit
import ChatService
import Endpoints
import HTTPTypes
import NIOCore
import NIOHTTP1
import Postgres
import Testing
import UpstreamStubs
import Values

/// What answers cost, and what is kept of them (contract sections 4.1 to 4.4, and the money rules of the ledger).
@Suite("Paying for answers", .timeLimit(.minutes(5)))
struct PayingTests {
    @Test("An answer of a flow streams, costs a credit, and stands in history, statistics and journal")
    func flat() async throws {
        try await FlowCampus.run(credits: 10) { world in
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            #expect(answer.events.names == ["session_id", "start", "token", "metadata", "end"])
            #expect(answer.events.words == "word0 word1 word2 word3 word4 ")
            #expect(answer.events.data(of: "metadata")?["cost"] == 1)
            let session = answer.events.data(of: "session_id")?.string ?? ""
            #expect(answer.events.data(of: "metadata")?["sessionId"] == .string(session))
            #expect(try await world.balance(of: world.amina) == 9)
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["count"] == 2)
            #expect(
                history["history"]?[1]?["content"] == #"[{"event":"token","data":"word0 word1 word2 word3 word4 "}]"#
            )
            let usage = try await world.amina.get("/api/usage/stats").json
            #expect(usage["totalCredits"] == 1)
            #expect(usage["byModel"]?[FlowCampus.flow] == 1)
            // Flowise's memory is named by nothing that anybody else could name.
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") })
            #expect(asked.json["chatId"]?.string?.contains(session) == false)
            #expect(asked.json["chatId"] == asked.json["overrideConfig"]?["sessionId"])
            #expect(try await world.openHolds() == 0)
            #expect(try await world.violations() == 0)
        }
    }

    @Test("Without credits nobody is asked, and nothing is kept")
    func insufficient() async throws {
        try await FlowCampus.run(credits: 0) { world in
            let answer = try await world.amina.predict()
            #expect(answer.status == 402)
            #expect(answer.body["detail"] == "Insufficient credits")
            #expect(world.stub.tally.questions == 0)
            #expect(try await world.amina.get("/api/v1/chat/sessions").json["count"] == 0)
        }
    }

    @Test("Of a hundred at once with credit for seven, seven are answered and the others refused")
    func hundred() async throws {
        try await FlowCampus.run(credits: 7) { world in
            world.stub.behave(StubBehaviour(tokens: 3, pace: .milliseconds(20)), as: FlowCampus.flow)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<100 { group.addTask { try await world.amina.predict().status } }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 7, 402: 93])
            #expect(world.stub.tally.questions == 7)
            #expect(try await world.balance(of: world.amina) == 0)
            #expect(try await world.openHolds() == 0)
            #expect(try await world.violations() == 0)
        }
    }

    @Test(
        "An upstream that fails before its first word is a status, costs nothing, and the question can be asked again",
        arguments: [("drop", 502), ("fail", 502), ("busy", 503)]
    )
    func failing(name: String, status: Int) async throws {
        try await FlowCampus.run(credits: 2) { world in
            let behaviour = try #require(StubBehaviour.named[name])
            world.stub.behave(behaviour, as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == status)
            #expect(answer.body["detail"]?.string?.isEmpty == false)
            #expect(try await world.balance(of: world.amina) == 2)
            #expect(try await world.openHolds() == 0)
            let sessions = try await world.amina.get("/api/v1/chat/sessions").json
            let session = sessions["sessions"]?[0]?["session_id"]?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["count"] == 1)
            #expect(history["history"]?[0]?["status"] == "failed")
            let message = history["history"]?[0]?["id"]?.string ?? ""
            let retry = "/api/v1/chat/sessions/\(session)/messages/\(message)/retry"
            let stranger = try await world.campus.student("Jabari")
            #expect(try await stranger.post(retry).status == 404)
            world.stub.behave(StubBehaviour(tokens: 2), as: FlowCampus.flow)
            let again = try await world.amina.post(retry)
            #expect(again.status == 200)
            #expect(again.text.contains("word1"))
            #expect(try await world.balance(of: world.amina) == 1)
            let later = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(later["count"] == 2)
            #expect(later["history"]?[0]?["status"] == nil)
            #expect(try await world.amina.post(retry).status == 404)
        }
    }

    @Test(
        "An upstream that fails in the middle costs nothing; the stream says so and ends",
        arguments: ["drop-mid", "fail-mid", "garbage"]
    )
    func failingMidway(name: String) async throws {
        try await FlowCampus.run(credits: 2) { world in
            world.stub.behave(try #require(StubBehaviour.named[name]), as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            #expect(answer.events.names == ["session_id", "start", "token", "error", "end"])
            #expect(answer.events.words.hasPrefix("word0 word1 word2 "))
            #expect(try await world.balance(of: world.amina) == 2)
            let session = answer.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["history"]?[0]?["status"] == "failed")
            #expect(try await world.openHolds() == 0)
        }
    }

    @Test(
        "What the ledger cannot be told when an answer ends, it is told when it is back",
        arguments: [("drop-mid", 2), ("", 1)]
    )
    func settledLater(name: String, left: Int) async throws {
        try await FlowCampus.run(credits: 2) { world in
            world.stub.behave(
                StubBehaviour.named[name] ?? StubBehaviour(tokens: 4, pace: .milliseconds(300)),
                as: FlowCampus.flow
            )
            let administrator = Maintenance(world.campus.administrator)
            let asked = Task { try await world.amina.predict() }
            try await world.campus.eventually("nobody asked the flow") { world.stub.tally.running == 1 }
            try await administrator.run("alter table accounting.holds rename to holds_away")
            let answer = try await asked.value
            #expect(answer.events.names.last == "end")
            let session = answer.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["history"]?[0]?["status"]?.string == (left == 2 ? "failed" : nil))
            try await administrator.run("alter table accounting.holds_away rename to holds")
            try await world.campus.eventually("the hold was not ended") { try await world.openHolds() == 0 }
            #expect(try await world.balance(of: world.amina) == left)
            #expect(try await world.violations() == 0)
            let waiting = try await world.campus.database.tenant(world.amina.school.id)
                .value("select count(*) from chat.unsettled_holds", as: Int.self)
            #expect(waiting == 0)
        }
    }

    @Test("Whoever leaves is charged for what was streamed; the upstream is told to stop")
    func leaving() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(tokens: 1_000, pace: .milliseconds(10)), as: FlowCampus.flow)
            try await world.readSomeAndLeave(world.amina)
            try await world.campus.eventually("nobody stopped the flow") {
                world.stub.tally.running == 0 && world.stub.tally.stops == 1
            }
            try await world.campus.eventually("the hold was not settled") { try await world.openHolds() == 0 }
            #expect(try await world.balance(of: world.amina) == 4)
            let sessions = try await world.amina.get("/api/v1/chat/sessions").json
            let session = sessions["sessions"]?[0]?["session_id"]?.string ?? ""
            let history = "/api/v1/chat/sessions/\(session)/history"
            // Kept after it is settled.
            try await world.campus.eventually("the turn was not kept") {
                try await world.amina.get(history).json["history"]?[0]?["status"] == "stopped"
            }
            let answer = try await world.amina.get(history).json["history"]?[1]?["content"]?.string
            #expect(answer?.contains("word0 ") == true)
        }
    }

    @Test("Whoever leaves before the first word pays nothing, and the upstream is told at once")
    func leavingEarly() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(.hangs), as: FlowCampus.flow)
            let asking = Task { try await world.readSomeAndLeave(world.amina) }
            try await world.campus.eventually("nobody asked the flow") { world.stub.tally.questions == 1 }
            let left = ContinuousClock.now
            asking.cancel()
            _ = await asking.result
            try await world.campus.eventually("the hold was not given back") { try await world.openHolds() == 0 }
            // After eight seconds a stream begins, whoever is still there.
            #expect(ContinuousClock.now - left < .seconds(6))
            try await world.campus.eventually("nobody stopped the flow") { world.stub.tally.stops == 1 }
            #expect(try await world.balance(of: world.amina) == 5)
        }
    }

    @Test("Whoever wants a whole answer and leaves before it is there pays nothing, and gets it when they ask again")
    func leavingWhole() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(tokens: 1_000, pace: .milliseconds(10)), as: FlowCampus.flow)
            let question: JSON = [["role": "user", "content": "What is rain?"]]
            let asked: JSON = ["model": .string(FlowCampus.flow), "messages": question]
            let key = ["Idempotency-Key": "whole-1"]
            let asking = Task { try await world.amina.post("/v1/chat/completions", asked, headers: key) }
            try await world.campus.eventually("nothing was streamed") { world.stub.tally.tokens > 5 }
            asking.cancel()
            _ = await asking.result
            try await world.campus.eventually("the hold was not given back") { try await world.openHolds() == 0 }
            #expect(try await world.balance(of: world.amina) == 5)
            world.stub.behave(StubBehaviour(tokens: 3), as: FlowCampus.flow)
            // That it was left is written down after the hold.
            try await world.campus.eventually("the turn was not given up") {
                try await world.amina.post("/v1/chat/completions", asked, headers: key).status != 409
            }
            let again = try await world.amina.post("/v1/chat/completions", asked, headers: key)
            #expect(again.json["choices"]?[0]?["message"]?["content"] == "word0 word1 word2 ")
            #expect(again.json["choices"]?[0]?["finish_reason"] == "stop")
            #expect(try await world.balance(of: world.amina) == 4)
        }
    }

    @Test("A flow's answer is as long as its author has it; one without end is cut, and says so")
    func longAnswers() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.chat.answerTokens = 100 }
        try await FlowCampus.run(credits: 5, change) { world in
            world.stub.behave(StubBehaviour(tokens: 400), as: FlowCampus.flow)
            let whole = try await world.amina.predict()
            #expect(whole.events.words.hasSuffix("word399 "))
            world.stub.behave(StubBehaviour(tokens: 2_000), as: FlowCampus.flow)
            let cut = try await world.amina.predict()
            #expect(cut.events.words.hasSuffix("[The answer was cut off here.]"))
            #expect(cut.events.data(of: "metadata")?["finishReason"] == "length")
            #expect(cut.events.names.last == "end")
        }
    }

    @Test("An upstream that fails at once is told with where the question is kept")
    func failedAtOnce() async throws {
        try await FlowCampus.run(credits: 5) { world in
            world.stub.behave(StubBehaviour(.dropsAfter(0)), as: FlowCampus.flow)
            let failed = try await world.amina.predict()
            #expect(failed.status == 502)
            let (session, message) = (failed.body["session_id"]?.string ?? "", failed.body["message_id"]?.string ?? "")
            world.stub.behave(StubBehaviour(tokens: 3), as: FlowCampus.flow)
            let path = "/api/v1/chat/sessions/\(session)/messages/\(message)/retry"
            #expect(try await world.amina.post(path).status == 200)
            #expect(try await world.balance(of: world.amina) == 4)
        }
    }

    @Test("The same Idempotency-Key is answered the same and charged once; another question under it is refused")
    func idempotent() async throws {
        try await FlowCampus.run(credits: 5) { world in
            let key = ["Idempotency-Key": "question-1"]
            let first = try await world.amina.predict(headers: key)
            let again = try await world.amina.predict(headers: key)
            #expect(first.events == again.events || again.events.words == first.events.words)
            #expect(again.events.data(of: "session_id") == first.events.data(of: "session_id"))
            #expect(try await world.balance(of: world.amina) == 4)
            #expect(try await world.amina.predict("Something else?", headers: key).status == 422)
            #expect(world.stub.tally.questions == 1)
            world.stub.behave(StubBehaviour(tokens: 5, pace: .milliseconds(50)), as: FlowCampus.flow)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await world.amina.predict(headers: ["Idempotency-Key": "question-2"]).status }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            // Whoever comes when the answer is whole gets it as well.
            #expect(statuses.keys.allSatisfy { [200, 409].contains($0) })
            #expect(statuses[200, default: 0] >= 1)
            #expect(try await world.balance(of: world.amina) == 3)
            #expect(world.stub.tally.questions == 2)
            #expect(try await world.openHolds() == 0)
        }
    }

    @Test("C9, C12: a whole answer with its cost, and the caller's credits")
    func whole() async throws {
        try await FlowCampus.run(credits: 3) { world in
            let body: JSON = ["question": "What is rain?", "chatflow_id": .string(FlowCampus.flow)]
            let answer = try await world.amina.post("/api/v1/chat/predict", body)
            #expect(answer.status == 200)
            #expect(answer.json["response"] == "word0 word1 word2 word3 word4 ")
            #expect(answer.json["metadata"]?["cost"] == 1)
            #expect(answer.json["metadata"]?["remaining_credits"] == 2)
            #expect(answer.json["metadata"]?["chatflow_id"] == .string(FlowCampus.flow))
            #expect(answer.json["metadata"]?["streaming"] == true)
            #expect(try await world.amina.get("/api/v1/chat/credits").json == ["credits": 2, "totalCredits": 2])
            #expect(try await world.amina.get("/api/v1/chat/sessions").json["count"] == 0)
            world.stub.behave(try #require(StubBehaviour.named["fail-mid"]), as: FlowCampus.flow)
            #expect(try await world.amina.post("/api/v1/chat/predict", body).status == 502)
            #expect(try await world.balance(of: world.amina) == 2)
        }
    }

    @Test("A model costs its tokens, and a small balance makes its answer shorter")
    func tokens() async throws {
        try await FlowCampus.run(credits: 1) { world in
            var behaviour = StubBehaviour(tokens: 4)
            behaviour.usage = StubUsage(input: 100, output: 200)
            world.stub.behave(behaviour, as: FlowCampus.model)
            let answer = try await world.amina.predict("What is rain?", FlowCampus.model)
            #expect(answer.status == 200)
            // 0.2 a thousand read, 0.5 a thousand written.
            #expect(answer.events.data(of: "metadata")?["cost"] == .number(0.12))
            let asked = try #require(world.stub.asked.last { $0.path.contains("completions") })
            let most = asked.json["max_tokens"]?.integer ?? 0
            #expect((1_900..<2_000).contains(most))
            #expect(try await world.violations() == 0)
            let body: JSON = ["input": .number(500), "output": .number(1000)]
            #expect(try await world.admin.put("/api/credits/prices/models/stub", body).status == 200)
            try await Task.sleep(for: .seconds(4))
            #expect(try await world.amina.predict("What is rain?", FlowCampus.model).status == 402)
        }
    }

    @Test("A flow priced by tokens sets more aside while it writes, and ends where the credits do")
    func extending() async throws {
        try await FlowCampus.run(credits: 1) { world in
            let price: JSON = ["modelId": "a-model"]
            let path = "/api/credits/prices/chatflows/\(FlowCampus.flow)"
            #expect(try await world.admin.put(path, price).status == 200)
            let tokens: JSON = ["input": .number(0), "output": .number(1)]
            #expect(try await world.admin.put("/api/credits/prices/models/a-model", tokens).status == 200)
            world.stub.behave(try #require(StubBehaviour.named["endless"]), as: FlowCampus.flow)
            let answer = try await world.amina.predict()
            #expect(answer.status == 200)
            #expect(answer.events.names.last == "end")
            #expect(try await world.balance(of: world.amina) == 0)
            // A credit pays for a thousand tokens; words of the stub have two or three.
            let words = answer.events.words.split(separator: " ").count
            #expect((300...1_000).contains(words))
            #expect(try await world.violations() == 0)
            #expect(try await world.openHolds() == 0)
        }
    }

    @Test("A model is told what was said before in the session; a flow remembers by itself")
    func remembering() async throws {
        try await FlowCampus.run { world in
            let first = try await world.amina.predict("What is rain?", FlowCampus.model)
            let session = first.events.data(of: "session_id")?.string
            _ = try await world.amina.predict("And snow?", FlowCampus.model, in: session)
            let asked = try #require(world.stub.asked.last { $0.path.contains("completions") })
            let said = asked.json["messages"]?.array?.compactMap { $0["content"]?.string }
            #expect(said == ["What is rain?", "word0 word1 word2 word3 word4 ", "And snow?"])
        }
    }

    @Test("As many answers at once as a person may have; more are refused with 429")
    func concurrency() async throws {
        let few: @Sendable (inout Settings) -> Void = { $0.chat.streamsOfPerson = 2 }
        try await FlowCampus.run(credits: 50, few) { world in
            world.stub.behave(StubBehaviour(tokens: 20, pace: .milliseconds(30)), as: FlowCampus.flow)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await world.amina.predict().status } }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses[200] == 2)
            #expect(statuses[429] == 4)
            #expect(try await world.amina.predict().status == 200)
        }
    }
}

extension FlowCampus {
    /// Begins to read an answer and hangs up.
    func readSomeAndLeave(_ person: Person, headers: [String: String] = [:]) async throws {
        var request = HTTPClientRequest(url: campus.baseURL + "/api/v1/chat/predict/stream/store")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(person.client.token ?? "")")
        request.headers.add(name: "Content-Type", value: "application/json")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let body: JSON = ["question": "What is rain?", "chatflow_id": .string(FlowCampus.flow)]
        request.body = .bytes(ByteBuffer(string: body.compact))
        let response = try await campus.http.execute(request, timeout: .seconds(20))
        var text = ""
        for try await piece in response.body {
            text += String(buffer: piece)
            if text.contains("word3") { break }
        }
    }
}
