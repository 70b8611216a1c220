import CampusTestKit
import Endpoints
import Testing
import Values

/// Rows B22 to B25 of the chat platform's contract, section 1B.
@Suite("Contract: usage", .timeLimit(.minutes(15)))
struct UsageContractTests {
    private func record(_ person: Person, _ service: String, _ credits: JSON) async throws -> PlatformClient.Answer {
        try await person.post(
            "/api/usage/record",
            [
                "service": .string(service), "operation": "flow-1", "credits": credits,
                "metadata": ["success": true, "user_id_source": "x"],
            ]
        )
    }

    @Test("B22, B23: what somebody records is in their own statistics, and costs nothing")
    func own() async throws {
        try await TestCampus.run { campus in
            let student = try await campus.student()
            let recorded = try await record(student, "chat", 3)
            #expect(recorded.status == 201)
            #expect(recorded.json.names == ["id", "service", "operation", "credits", "timestamp"])
            _ = try await record(student, "ocr", 2)
            let day = try #require(recorded.json["timestamp"]?.string?.prefix(10))
            let answer = try await student.get("/api/usage/stats?startDate=\(day)&endDate=\(day)")
            #expect(
                answer.json.names == [
                    "totalRecords", "totalCredits", "byService", "byDay", "byModel", "recentActivity",
                ]
            )
            #expect(answer.json["totalRecords"] == 2 && answer.json["totalCredits"] == 5)
            #expect(answer.json["byService"] == ["chat": 3, "ocr": 2] && answer.json["byModel"] == ["flow-1": 3])
            #expect(answer.json["byDay"] == JSON(dictionaryLiteral: (String(day), 5)))
            let newest = answer.json["recentActivity"]?[0]
            #expect(newest?.names == ["id", "userId", "timestamp", "service", "operation", "credits", "metadata"])
            #expect(newest?["metadata"] == ["success": true, "user_id_source": "x"])
            #expect(try await student.get("/api/usage/stats?endDate=2020-01-01").json["totalRecords"] == 0)
            #expect(try await student.get("/api/usage/stats?startDate=yesterday").status == 400)
            for credits: JSON in [-1, 1.5, "3", .null] {
                #expect(try await record(student, "chat", credits).status == 400)
            }
            let missing = try await student.post("/api/usage/record", ["service": "chat", "credits": 1])
            #expect(missing.outcome == #"400 {"message":"Missing or invalid required fields"}"#)
        }
    }

    @Test("B24, B25: the school's statistics are what was charged, not what somebody says")
    func school() async throws {
        try await TestCampus.run { campus in
            let (admin, teacher, student) = (
                try await campus.admin(), try await campus.teacher(), try await campus.student()
            )
            _ = try await record(student, "chat", 1_000_000)
            _ = try await teacher.allocate(9, to: student)
            _ = try await student.post(
                "/api/streaming-sessions/initialize",
                ["sessionId": "s1", "modelId": "any", "estimatedTokens": 1000]
            )
            _ = try await student.post("/api/streaming-sessions/finalize", ["sessionId": "s1", "actualTokens": 1000])
            let theirs = try await teacher.get("/api/usage/stats/\(student.chatID)").json
            #expect(theirs["byService"] == ["chat-streaming": 1] && theirs["totalRecords"] == 1)
            #expect(try await teacher.get("/api/usage/stats/nobody").json["totalRecords"] == 0)
            let all = try await admin.get("/api/usage/system-stats").json
            #expect(all.names == ["totalRecords", "totalCredits", "byUser", "byService", "byDay", "byModel"])
            #expect(all["byUser"] == JSON(dictionaryLiteral: (student.chatID, 1)))
            let refused = try await teacher.get("/api/usage/system-stats")
            #expect(refused.outcome == #"403 {"message":"Admin access required"}"#)
        }
    }
}
