import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Idempotency-Key", .timeLimit(.minutes(15)))
struct IdempotencyTests {
    @Test("The same key and request get the same answer and take effect once")
    func replay() async throws {
        try await Served.run { served in
            let headers = ["Idempotency-Key": "3f0c"]
            let first = try await served.signedIn().post("/notes/rain", ["title": "Rain"], headers: headers)
            let second = try await served.signedIn().post("/notes/rain", ["title": "Rain"], headers: headers)
            #expect(first.status == 201)
            #expect(second.bytes == first.bytes)
            let third = try await served.signedIn().post("/notes/rain", ["title": "Rain"])
            #expect(third.json["times_kept"]?.integer == 2, "without the key it is another request")
        }
    }

    @Test("The same key with another body is 422; another person's key is their own")
    func reuse() async throws {
        try await Served.run { served in
            let headers = ["Idempotency-Key": "3f0c"]
            _ = try await served.signedIn().post("/notes/rain", ["title": "Rain"], headers: headers)
            let other = try await served.signedIn().post("/notes/rain", ["title": "Sun"], headers: headers)
            #expect(other.status == 422)
            #expect(other.json["code"]?.string == "idempotency_key_reused")
            let answer1 = try await served.signedIn("other").post("/notes/rain", ["title": "Sun"], headers: headers)
            #expect(answer1.status == 201)
            let answer2 = try await served.signedIn().post(
                "/notes/a",
                ["title": "a"],
                headers: ["Idempotency-Key": "a b"]
            )
            #expect(answer2.status == 400)
        }
    }

    @Test("Fifty requests with one key at once take effect once")
    func race() async throws {
        try await Served.run { served in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await served.signedIn().post("/notes/r", ["title": "R"], headers: ["Idempotency-Key": "k"])
                            .status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
            #expect(statuses.contains(201))
            let after = try await served.signedIn().post("/notes/r", ["title": "R"])
            #expect(after.json["times_kept"]?.integer == 2)
        }
    }

    @Test("A refused request leaves its key free")
    func refusal() async throws {
        try await Served.run { served in
            let headers = ["Idempotency-Key": "again"]
            let answer3 = try await served.signedIn().post("/notes/r", ["title": ""], headers: headers)
            #expect(answer3.status == 422)
            let answer4 = try await served.signedIn().post("/notes/r", ["title": "R"], headers: headers)
            #expect(answer4.status == 201)
        }
    }
}
