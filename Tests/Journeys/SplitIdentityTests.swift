import Endpoints
import Testing
import Values

extension Processes {
    /// What one process takes back, as the others hear of it.
    @Suite("Identity over processes", .serialized, .timeLimit(.minutes(15)))
    struct SplitIdentityTests {
        @Test("Who signs out in one process is out in the others within two seconds, also in one that was killed since")
        func signedOut() async throws {
            try await SplitCampus.with { campus in
                let (teacher, amina) = (try await campus.teacher(), try await campus.learner("amina@example.com"))
                #expect(try await teacher.get("/courses").status == 200)
                #expect(try await amina.get("/courses").status == 200)
                #expect(try await teacher.post("/api/auth/logout", [:]).status == 200)
                let began = ContinuousClock.now
                try await campus.installation.eventually(within: .seconds(2), "the others did not hear") {
                    let statuses = [
                        try await teacher.get("/courses").status, try await teacher.get("/notifications").status,
                    ]
                    return statuses == [401, 401]
                }
                print("heard after \(ContinuousClock.now - began)")
                #expect(try await amina.get("/courses").status == 200)

                try await campus.parts[1].kill()
                _ = try campus.start(.learning)
                try await campus.installation.eventually("courses were not answered again") {
                    try await amina.get("/courses").status == 200
                }
                #expect(try await teacher.get("/courses").status == 401)
            }
        }

        @Test("An API key works in every process, and is refused in all of them within two seconds of its revocation")
        func apiKeys() async throws {
            try await SplitCampus.with { campus in
                let teacher = try await campus.teacher()
                let made = try await teacher.post("/api/auth/api-keys", ["name": "A program"])
                var program = campus.visitor
                program.token = made.json["key"]?.string
                // Answered by another process than the one that made it.
                let models = try await program.get("/v1/models")
                #expect(models.json["data"]?[0]?["id"] == "campus-tutor")
                #expect(try await program.get("/courses").status == 401)
                let id = made.json["api_key"]?["id"]?.string ?? ""
                #expect(try await teacher.delete("/api/auth/api-keys/\(id)").status == 200)
                try await campus.installation.eventually(within: .seconds(2), "the key was not refused") {
                    try await program.get("/v1/models").status == 401
                }
            }
        }

        @Test("A new key refuses nobody; when the old one was stolen it is refused everywhere, and people go on")
        func keys() async throws {
            try await SplitCampus.with { campus in
                let teacher = try await campus.teacher()
                let answers = try await withThrowingTaskGroup(of: [Int].self) { group in
                    group.addTask {
                        var statuses: [Int] = []
                        for _ in 0..<100 {
                            statuses.append(try await teacher.get("/courses").status)
                            statuses.append(try await teacher.get("/api/auth/me").status)
                            try await Task.sleep(for: .milliseconds(20))
                        }
                        return statuses
                    }
                    group.addTask {
                        try await campus.command("key", "rotate")
                        return []
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(Set(answers) == [200])
                try await campus.installation.eventually(within: .seconds(2), "the new key was not published") {
                    try await campus.visitor.get("/.well-known/jwks.json").json["keys"]?.array?.count == 2
                }

                try await campus.command("key", "rotate", "--now")
                try await campus.installation.eventually(within: .seconds(2), "the stolen key was not refused") {
                    let statuses = [
                        try await teacher.get("/courses").status, try await teacher.get("/notifications").status,
                    ]
                    return statuses == [401, 401]
                }
                let again = try await campus.teacher()
                try await campus.installation.eventually(within: .seconds(2), "the new key was not accepted") {
                    let statuses = [
                        try await again.get("/courses").status, try await again.get("/notifications").status,
                    ]
                    return statuses == [200, 200]
                }
                #expect(try await campus.visitor.get("/.well-known/jwks.json").json["keys"]?.array?.count == 1)
            }
        }
    }
}
