import CampusTestKit
import ChatAPI
import Endpoints
import Files
import FoundationEssentials
import HTTPTypes
import Testing
import UpstreamStubs
import Values

/// Questions with files, from the client to the upstream and into the history.
@Suite("Questions with files", .timeLimit(.minutes(5)))
struct FiledQuestionTests {
    private static let picture = "data:image/png;base64," + Data(FileSamples.png).base64EncodedString()

    @Test("A picture goes to the flow, is named before the answer, and is in the history; the session takes it along")
    func flow() async throws {
        try await FlowCampus.run { world in
            let answer = try await world.ask([Self.upload(Self.picture, name: "課題.png")])
            #expect(answer.status == 200)
            let events = answer.events
            #expect(events.names.prefix(3) == ["files_uploaded", "session_id", "start"])
            #expect(events[0]["data"]?["file_count"] == 1)
            let file = events[0]["data"]?["files"]?[0]
            #expect(file?["name"] == "課題.png" && file?["type"] == "image/png")
            #expect(file?["size"] == .integer(FileSamples.png.count))
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") })
            #expect(asked.json["uploads"]?[0]?["data"] == .string(Self.picture))

            let session = events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json["history"]
            #expect(history?[0]?["uploads"]?[0]?["file_id"] == file?["file_id"])
            #expect(history?[0]?["file_ids"] == [file?["file_id"] ?? .null])
            let url = history?[0]?["uploads"]?[0]?["url"]?.string ?? ""
            #expect(try await world.amina.get(url).bytes == FileSamples.png)
            #expect(try await world.amina.delete("/api/v1/chat/sessions/\(session)").status == 200)
            #expect(try await world.amina.get(url).status == 404)
            #expect(try await world.campus.settled() == CompareReport())
        }
    }

    @Test("A file that was sent before goes with a question by its id")
    func sentBefore() async throws {
        try await FlowCampus.run { world in
            let id = try await world.amina.picture()
            let answer = try await world.ask([Self.upload(id, type: "stored_file")])
            #expect(answer.events.first?["data"]?["files"]?[0]?["file_id"] == .string(id))
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") })
            #expect(asked.json["uploads"]?[0]?["data"] == .string(Self.picture))
        }
    }

    @Test("A bad file refuses the question: nobody is asked, nothing is charged, nothing is kept")
    func refused() async throws {
        try await FlowCampus.run(credits: 5) { world in
            let bad = "data:image/png;base64," + Data(FileSamples.html).base64EncodedString()
            let answer = try await world.ask([
                Self.upload(Self.picture, name: "good.png"), Self.upload(bad, name: "bad.png"),
            ])
            #expect(answer.status == 415)
            #expect(answer.json["detail"]?.string?.hasPrefix("bad.png: The file is said to be image/png") == true)
            #expect(answer.json["message"] == answer.json["detail"])
            #expect(world.stub.tally.questions == 0)
            #expect(try await world.balance(of: world.amina) == 5)
            #expect(try await world.amina.get("/api/v1/chat/sessions").json["count"] == 0)
            #expect(try await world.campus.storedFiles(in: world.amina.school) == 0)
        }
    }

    @Test("Without credits the files of a question are not kept either")
    func unpaid() async throws {
        try await FlowCampus.run(credits: 0) { world in
            let loose = try await world.amina.picture()
            let answer = try await world.ask([
                Self.upload(Self.picture, name: "a.png"), Self.upload(loose, type: "stored_file"),
            ])
            #expect(answer.status == 402)
            // What was sent before still waits for a question.
            #expect(try await world.campus.storedFiles(in: world.amina.school) == 1)
            #expect(try await world.amina.get("/api/v1/chat/files/\(loose)").status == 200)
        }
    }

    @Test("A question may bring 24 MB of files as JSON, and no more; ten megabytes are one file")
    func large() async throws {
        try await FlowCampus.run { world in
            func text(_ size: Int) -> JSON {
                let data = Data(repeating: UInt8(ascii: "a"), count: size).base64EncodedString()
                return Self.upload(data, name: "a.txt", mime: "text/plain")
            }
            let most = try await world.ask([text(10 << 20), text(10 << 20), text(4 << 20)])
            #expect(most.status == 200, "\(most.text.prefix(300))")
            #expect(try await world.ask([text(10 << 20 + 1)]).status == 413)
            let more = try await world.ask([text(10 << 20), text(10 << 20), text(4 << 20 + 100_000)])
            #expect(more.status == 413 && more.json["code"] == "files_too_large")
        }
    }

    @Test("An upstream that fails leaves the question with its files, and they go along when it is asked again")
    func retried() async throws {
        try await FlowCampus.run { world in
            world.stub.behave(StubBehaviour(.dropsAfter(2)), as: FlowCampus.flow)
            let failed = try await world.ask([Self.upload(Self.picture, name: "a.png")])
            let session = failed.events.data(of: "session_id")?.string ?? ""
            let history = try await world.amina.get("/api/v1/chat/sessions/\(session)/history").json["history"]
            #expect(history?[0]?["status"] == "failed" && history?[0]?["has_files"] == true)
            world.stub.behave(StubBehaviour(tokens: 2), as: FlowCampus.flow)
            let path = "/api/v1/chat/sessions/\(session)/messages/\(history?[0]?["id"]?.string ?? "")/retry"
            #expect(try await world.amina.post(path).status == 200)
            let asked = try #require(world.stub.asked.last { $0.path.contains("prediction") })
            #expect(asked.json["uploads"]?[0]?["data"] == .string(Self.picture))
            #expect(try await world.campus.storedFiles(in: world.amina.school) == 1)
        }
    }

    private static func upload(
        _ data: String,
        type: String = "file",
        name: String = "",
        mime: String = "image/png"
    ) -> JSON {
        ["data": .string(data), "type": .string(type), "name": .string(name), "mime": .string(mime)]
    }
}

extension FlowCampus {
    /// Amina asks the flow with files.
    fileprivate func ask(_ uploads: [JSON]) async throws -> PlatformClient.Answer {
        let body: JSON = [
            "question": "What is this?", "chatflow_id": .string(Self.flow), "uploads": .array(uploads),
        ]
        return try await amina.client.send(
            "POST",
            "/api/v1/chat/predict/stream/store",
            body: Array(body.compact.utf8),
            within: .seconds(120)
        )
    }
}

extension PlatformClient.Answer {
    /// The events of a streamed answer.
    fileprivate var events: [JSON] {
        text.split(separator: "\n").map { (try? JSON(parsing: Array($0.utf8))) ?? .null }
    }
}
