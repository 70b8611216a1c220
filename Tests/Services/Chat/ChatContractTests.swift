import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

/// Rows of the chat platform's contract (section 1C), by their numbers.
@Suite("The chat proxy's contract", .timeLimit(.minutes(5)))
struct ChatContractTests {
    private static let ask = "/api/v1/chat/predict/stream/store"

    @Test("Without a token 403, with a bad one 401; no such path, no such method")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let none = try await campus.anonymous.get("/api/v1/chat/sessions")
            #expect(none.status == 403)
            #expect(none.json["detail"] == "Not authenticated")
            var client = campus.anonymous
            client.token = "bad"
            let bad = try await client.get("/api/v1/chat/sessions")
            #expect(bad.status == 401)
            #expect(bad.json["detail"] == "Invalid or expired token")
            #expect(bad.headers[.wwwAuthenticate] == "Bearer")
            let basic = try await campus.anonymous.get("/api/v1/chat/sessions", headers: ["Authorization": "Basic abc"])
            #expect(basic.status == 403)
            #expect(basic.json["detail"] == "Invalid authentication credentials")
            let nowhere = try await campus.anonymous.get("/api/v1/chat/nowhere")
            #expect(nowhere.status == 404)
            #expect(nowhere.json["detail"] == "Not Found")
            let method = try await campus.anonymous.put("/api/v1/chat/sessions")
            #expect(method.status == 405)
            #expect(method.json["detail"] == "Method Not Allowed")
        }
    }

    @Test("C10, C11: the stream's head and end, and what is refused before it begins")
    func predicting() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let (question, flow): (JSON, JSON) = ("What is condensation?", "campus-tutor")
            for path in ["/api/v1/chat/predict/stream", Self.ask] {
                let answer = try await amina.post(path, ["question": question, "chatflow_id": flow, "history": []])
                #expect(answer.status == 200)
                #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
                #expect(answer.text.hasSuffix(#"{"event":"end","data":"[DONE]"}"# + "\n"))
                let denied = try await amina.post(path, ["question": question, "chatflow_id": "f1"])
                #expect(denied.status == 403)
                #expect(denied.json["detail"] == "Access denied to this chatflow")
                let files: JSON = [["data": "data:,", "type": "file", "name": "a", "mime": "text/plain"]]
                let upload: JSON = ["question": question, "chatflow_id": flow, "uploads": files]
                #expect(try await amina.post(path, upload).status == 422)
                let missing = try await amina.post(path, ["chatflow_id": flow])
                #expect(missing.status == 422)
                #expect(missing.json["detail"]?[0]?["type"] == "missing")
                #expect(missing.json["detail"]?[0]?["loc"] == ["body", "question"])
                let long: JSON = .string(String(repeating: "a", count: 32_001))
                #expect(try await amina.post(path, ["chatflow_id": flow, "question": long]).status == 422)
            }
            let odd: JSON = ["question": question, "chatflow_id": flow, "history": [["role": 5]]]
            let place = try await amina.post(Self.ask, odd).json["detail"]?[0]?["loc"]
            #expect(place == ["body", "history", 0, "role"])
            let session = try await amina.post(
                Self.ask,
                ["question": question, "chatflow_id": flow, "sessionId": "no-uuid"]
            )
            #expect(session.status == 400)
            #expect(session.json["detail"] == "Invalid sessionId format. Must be a valid UUID.")
            // Errors name a member as it was written; a method is refused in the words of the path's own clients.
            let number = try await amina.post(Self.ask, ["question": question, "chatflow_id": flow, "sessionId": 5])
            #expect(number.json["detail"]?[0]?["loc"] == ["body", "sessionId"])
            let overrides: JSON = ["question": question, "chatflow_id": flow, "overrideConfig": "x"]
            #expect(try await amina.post(Self.ask, overrides).status == 422)
            #expect(try await amina.get("/api/v1/chat/authenticate").json["detail"] == "Method Not Allowed")
            #expect(try await amina.get("/api/v1/chat/sessions").json["count"] == 1)
        }
    }

    @Test("C14, C15: sessions, the newest first, with topic and first question; history, the oldest first")
    func history() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let long = "What is condensation, and why does it happen high up in the sky?"
            let first = try await amina.ask(long)
            let session = first.data(of: "session_id")?.string ?? ""
            let again = try await amina.ask("And evaporation?", in: session)
            #expect(again.data(of: "session_id") == .string(session))
            let own = "0192f0c1-2222-4333-8444-555566667777"
            #expect(try await amina.ask("Rain?", in: own).data(of: "session_id") == .string(own))

            let sessions = try await amina.get("/api/v1/chat/sessions").json
            #expect(sessions["count"] == 2)
            #expect(sessions["sessions"]?[0]?["session_id"] == .string(own))
            let entry = sessions["sessions"]?[1]
            #expect(entry?["session_id"] == .string(session))
            #expect(entry?["chatflow_id"] == "campus-tutor")
            #expect(entry?["topic"] == .string(String(long.prefix(50)) + "..."))
            #expect(entry?["first_message"] == .string(long))
            #expect(entry?["created_at"]?.string?.hasSuffix("Z") == true)

            let history = try await amina.get("/api/v1/chat/sessions/\(session)/history").json
            #expect(history["count"] == 4)
            #expect(
                history["history"]?.array?.map { $0["role"]?.string } == ["user", "assistant", "user", "assistant"]
            )
            #expect(history["history"]?[0]?["content"] == .string(long))
            let content = history["history"]?[1]?["content"]?.string ?? ""
            #expect(try JSON(parsing: Array(content.utf8)) == [["event": "token", "data": .string(first.words)]])
        }
    }

    @Test("A session begun before its first question, and who is signed in")
    func beginning() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let begun = try await amina.post("/api/v1/chat/sessions", ["chatflow_id": "campus-tutor", "topic": "Rain"])
            #expect(begun.status == 201)
            #expect(begun.json["topic"] == "Rain")
            let session = begun.json["session_id"]?.string ?? ""
            #expect(try await amina.ask("Rain?", in: session).data(of: "session_id") == .string(session))
            #expect(try await amina.post("/api/v1/chat/sessions", ["chatflow_id": "f1"]).status == 403)
            let user = try await amina.get("/api/v1/chat/get_current_user").json
            #expect(user["id"]?.string?.count == 24)
            #expect(user["email"] == .string(amina.email))
            #expect(user["role"] == "enduser")
        }
    }

    @Test("C15, C16: somebody else's session is neither read, written nor removed")
    func hijack() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let session = try await amina.ask("Rain?").data(of: "session_id")?.string ?? ""
            let jabari = try await campus.student("Jabari")
            #expect(try await jabari.get("/api/v1/chat/sessions/\(session)/history").status == 404)
            #expect(try await jabari.delete("/api/v1/chat/sessions/\(session)").status == 404)
            let joined = try await jabari.post(
                Self.ask,
                ["question": "Hello", "chatflow_id": "campus-tutor", "sessionId": .string(session)]
            )
            #expect(joined.status == 404)
            #expect(joined.json["detail"] == "Chat session not found or access denied")
            #expect(try await amina.get("/api/v1/chat/sessions/\(session)/history").json["count"] == 2)
        }
    }

    @Test("C14, C15: pages of sessions and of a history; a session begun without a question is about its first one")
    func pages() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let flow: JSON = ["chatflow_id": "campus-tutor"]
            let empty = try await amina.post("/api/v1/chat/sessions", flow).json["session_id"]?.string ?? ""
            var listed = try await amina.get("/api/v1/chat/sessions").json["sessions"]?[0]
            #expect(listed?["topic"] == .null && listed?["first_message"] == .null)
            let named = "{\(empty.replacing("-", with: "").uppercased())}"
            for number in 1...3 {
                let body: JSON = [
                    "question": .string("Rain \(number)?"), "chatflow_id": "campus-tutor", "sessionId": .string(named),
                ]
                #expect(try await amina.post(Self.ask, body).status == 200)
            }
            listed = try await amina.get("/api/v1/chat/sessions").json["sessions"]?[0]
            #expect(listed?["topic"] == "Rain 1?" && listed?["first_message"] == "Rain 1?")
            let last = try await amina.get("/api/v1/chat/sessions/\(empty)/history?limit=1&offset=1").json["history"]
            #expect(last?[0]?["content"] == "Rain 2?" && last?.array?.count == 2)
            for _ in 0..<3 { _ = try await amina.post("/api/v1/chat/sessions", flow) }
            let page = try await amina.get("/api/v1/chat/sessions?limit=2&offset=2").json
            #expect(page["count"] == 2 && page["total"] == 4 && page["sessions"]?[1]?["topic"] == "Rain 1?")
            let other = try await amina.get("/api/v1/chat/sessions?chatflow_id=other").json
            #expect(other["count"] == 0 && other["total"] == 0)
        }
    }

    @Test("C16, C17: removing a session, and all of them")
    func removing() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let session = try await amina.ask("Rain?").data(of: "session_id")?.string ?? ""
            let removed = try await amina.delete("/api/v1/chat/sessions/\(session)")
            #expect(removed.status == 200)
            #expect(removed.json["messages_deleted"] == 2)
            #expect(removed.json["session_id"] == .string(session))
            #expect(removed.json["user_id"]?.string?.count == 24)
            #expect(try await amina.delete("/api/v1/chat/sessions/\(session)").status == 404)
            #expect(try await amina.get("/api/v1/chat/sessions/none/history").status == 404)
            for _ in 0..<3 { _ = try await amina.ask("Rain?") }
            let all = try await amina.delete("/api/v1/chat/history")
            #expect(all.json["sessions_deleted"] == 3)
            #expect(all.json["messages_deleted"] == 6)
            #expect(try await amina.get("/api/v1/chat/sessions").json == ["sessions": [], "count": 0, "total": 0])
        }
    }

    @Test("C13, C23, C24, C25: the chatflows somebody may ask")
    func chatflows() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let flows = try await amina.get("/api/v1/chatflows/my-chatflows").json
            #expect(flows[0]?["id"] == "campus-tutor")
            #expect(flows[0]?["type"] == "TUTOR")
            #expect(flows[0]?["deployed"] == true)
            #expect(try await amina.get("/api/v1/chatflows/").json[0]?["is_public"] == true)
            #expect(try await amina.get("/api/v1/chatflows/campus-tutor").json["name"] == "Campus tutor")
            #expect(try await amina.get("/api/v1/chatflows/f1").status == 403)
            let assigned = try await amina.get("/api/v1/chat/my-assigned-chatflows").json
            #expect(assigned == ["assigned_chatflow_ids": ["campus-tutor"], "count": 1])
        }
    }
}
