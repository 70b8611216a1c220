import CampusTestKit
import Endpoints
import Testing
import Values

/// Rows B14 to B21 of the chat platform's contract, section 1B.
@Suite("Contract: streaming sessions", .timeLimit(.minutes(15)))
struct StreamingContractTests {
    private static let session = [
        "id", "sessionId", "userId", "modelId", "estimatedCredits", "allocatedCredits", "usedCredits", "status",
        "startedAt", "completedAt",
    ]

    private func begin(_ person: Person, _ id: String, tokens: Int = 10_000) async throws -> PlatformClient.Answer {
        try await person.post(
            "/api/streaming-sessions/initialize",
            ["sessionId": .string(id), "modelId": "any", "estimatedTokens": .integer(tokens)]
        )
    }

    @Test("B14, B15: a stream is held for with a fifth more, and what it did not use returns to its allocation")
    func finalized() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            let given = try await teacher.allocate(20, to: student, days: 3)
            let begun = try await begin(student, "s1")
            #expect(begun.outcome == #"201 {"sessionId":"s1","allocatedCredits":5,"status":"active"}"#)
            #expect(try await student.credits() == 15)
            #expect(try await begin(student, "s1").outcome == begun.outcome)
            #expect(try await begin(student, "s1", tokens: 90_000).status == 409)
            #expect(try await begin(teacher, "s1").status == 409)
            #expect(try await student.credits() == 15)
            let body: JSON = ["sessionId": "s1", "actualTokens": 3000]
            let ended = try await student.post("/api/streaming-sessions/finalize", body)
            #expect(ended.outcome == #"200 {"sessionId":"s1","actualCredits":2,"refund":3}"#)
            #expect(try await student.post("/api/streaming-sessions/finalize", body).status == 404)
            let balance = try await student.get("/api/credits/balance").json["activeAllocations"]
            #expect(balance?.array?.count == 1 && balance?[0]?["credits"] == 18)
            #expect(balance?[0]?["expiresAt"] == given.json["expiresAt"])
            let usage = try await student.get("/api/usage/stats").json
            #expect(usage["byService"] == ["chat-streaming": 2] && usage["byModel"] == ["any": 2])
        }
    }

    @Test("B14: refused before anything is taken")
    func refused() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            _ = try await teacher.allocate(4, to: student)
            let poor = try await begin(student, "s1")
            #expect(poor.outcome == #"402 {"message":"Insufficient credits for streaming session"}"#)
            for body: JSON in [
                ["modelId": "any", "estimatedTokens": 1], ["sessionId": "s", "modelId": "any", "estimatedTokens": 0],
                ["sessionId": "s", "modelId": "any", "estimatedTokens": -4],
                ["sessionId": "s", "modelId": "any", "estimatedTokens": "7"],
            ] {
                let answer = try await student.post("/api/streaming-sessions/initialize", body)
                #expect(answer.status == 400 && answer.json.names == ["message"])
            }
            #expect(try await student.credits() == 4)
            let unknown: JSON = ["sessionId": "nowhere", "actualTokens": 1]
            #expect(try await student.post("/api/streaming-sessions/finalize", unknown).status == 404)
        }
    }

    @Test("B16: a stream that is broken off costs what it produced, and one that ran over takes what is free")
    func aborted() async throws {
        try await TestCampus.run { campus in
            let (teacher, student) = (try await campus.teacher(), try await campus.student())
            _ = try await teacher.allocate(20, to: student)
            _ = try await begin(student, "s1")
            let aborted = try await student.post("/api/streaming-sessions/abort", ["sessionId": "s1"])
            #expect(aborted.outcome == #"200 {"sessionId":"s1","partialCredits":0,"refund":5}"#)
            _ = try await begin(student, "s2")
            let body: JSON = ["sessionId": "s2", "actualTokens": 100_000]
            let over = try await student.post("/api/streaming-sessions/finalize", body)
            #expect(over.outcome == #"200 {"sessionId":"s2","actualCredits":20,"refund":0}"#)
            #expect(try await student.credits() == 0)
        }
    }

    @Test("B17 to B21: what runs and what has ended lately, for whom it concerns")
    func lists() async throws {
        try await TestCampus.run { campus in
            let (admin, teacher, student) = (
                try await campus.admin(), try await campus.teacher(), try await campus.student()
            )
            _ = try await teacher.allocate(50, to: student)
            for id in ["s1", "s2", "s3"] { _ = try await begin(student, id) }
            _ = try await student.post("/api/streaming-sessions/finalize", ["sessionId": "s1", "actualTokens": 9])
            _ = try await student.post("/api/streaming-sessions/abort", ["sessionId": "s2"])
            let active = try await student.get("/api/streaming-sessions/active").json
            #expect(active.array?.map { $0["sessionId"] } == ["s3"])
            #expect(active[0]?.names == Self.session && active[0]?["completedAt"] == .null)
            #expect(active[0]?["userId"] == .string(student.chatID))
            let paths = ["/api/streaming-sessions/active/\(student.chatID)", "/api/streaming-sessions/active/all"]
            for path in paths { #expect(try await admin.get(path).json == active, "\(path)") }
            #expect(try await teacher.get(paths[1]).status == 403)
            #expect(try await student.get(paths[0]).status == 403)
            #expect(try await teacher.get("/api/streaming-sessions/active/nobody").text == "[]")
            let recent = try await teacher.get("/api/streaming-sessions/recent").json
            #expect(recent.names == ["sessions", "timestamp", "filter"])
            #expect(recent["filter"] == ["minutes": 5])
            #expect(recent["sessions"]?.array?.map { $0["sessionId"] } == ["s3", "s1", "s2"])
            #expect(recent["sessions"]?.array?.map { $0["status"] } == ["active", "completed", "failed"])
            let one = try await teacher.get("/api/streaming-sessions/recent/\(student.chatID)?minutes=60").json
            #expect(one["filter"] == ["minutes": 60, "userId": .string(student.chatID)])
            #expect(one["sessions"] == recent["sessions"])
            #expect(try await teacher.get("/api/streaming-sessions/recent?minutes=x").status == 400)
        }
    }
}
