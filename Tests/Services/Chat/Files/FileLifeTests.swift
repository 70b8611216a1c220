import Access
import CampusTestKit
import ChatAPI
import ChatService
import Endpoints
import Files
import FoundationEssentials
import HTTPTypes
import NIOCore
import Postgres
import Testing
import Upstreams
import Values

/// What becomes of files between a question that is sent and a session that is removed.
@Suite("Files of questions", .timeLimit(.minutes(5)))
struct FileLifeTests {
    @Test("Removing a session, or all, lets go of its files and of no others; storage and database agree")
    func sessionRemoved() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let uploads: [ChatUpload] = [
                try .file(FileSamples.png, name: "a.png", mime: "image/png"),
                try .file(FileSamples.text, name: "a.txt", mime: "text/plain"),
            ]
            let first = try await campus.question(by: amina, with: uploads)
            let second = try await campus.question(by: amina, with: uploads)
            let loose = try await amina.picture()
            #expect(try await campus.storedFiles(in: amina.school) == 5)
            #expect(try await amina.delete("/api/v1/chat/sessions/\(first.session)").status == 200)
            #expect(try await campus.storedFiles(in: amina.school) == 3)
            let left = try await amina.get("/api/v1/chat/files/message/\(second.turn)").json["files"]?[0]?["file_id"]
            #expect(try await amina.get("/api/v1/chat/files/\(left?.string ?? "")").bytes == FileSamples.png)
            #expect(try await amina.delete("/api/v1/chat/history").status == 200)
            #expect(try await campus.storedFiles(in: amina.school) == 1)
            #expect(try await amina.get("/api/v1/chat/files/\(loose)").status == 200)
            let report = try await campus.settled()
            #expect(report == CompareReport(objects: 1))
        }
    }

    @Test("A file that no question named within a day is removed, and one whose turn was forgotten")
    func unused() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let used = try await campus.question(
                by: amina,
                with: [
                    try .file(FileSamples.png, name: "a.png", mime: "image/png")
                ]
            )
            let loose = try await amina.picture()
            let (chat, now) = (try campus.chat, Date())
            #expect(try await chat.removeUnused(uploadedBefore: now.addingTimeInterval(-24 * 3600)) == 0)
            #expect(try await chat.removeUnused(uploadedBefore: now.addingTimeInterval(60)) == 1)
            #expect(try await amina.get("/api/v1/chat/files/\(loose)").status == 404)
            #expect(try await campus.storedFiles(in: amina.school) == 1)
            try await campus.database.tenant(amina.school.id).execute("delete from chat.turns where id = \(used.turn)")
            #expect(try await chat.removeUnused(uploadedBefore: now.addingTimeInterval(60)) == 1)
            #expect(try await campus.storedFiles(in: amina.school) == 0)
            #expect(try await campus.settled() == CompareReport())
        }
    }

    @Test("Files are taken as data URLs, as bare base64, and with a prefix that a client has put there twice")
    func forms() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let base64 = Data(FileSamples.png).base64EncodedString()
            let prefix = "data:image/png;base64,"
            let received = try await campus.chat.receive(
                [prefix + base64, base64, prefix + prefix + base64].map {
                    try .upload($0, type: "file", name: "a.png", mime: "image/png")
                },
                for: amina.principal,
                at: Date()
            )
            #expect(received.map(\.size) == Array(repeating: FileSamples.png.count, count: 3))
            #expect(Set(received.map(\.id)).count == 3)
            let event = try #require(received.filesUploaded(at: Date()))
            #expect(event["event"] == "files_uploaded" && event["data"]?["file_count"] == 3)
            #expect(event["data"]?["files"]?[0]?["file_id"] == .string(received[0].id.description))
            #expect(event["data"]?["files"]?[0]?["type"] == "image/png")
            try await campus.chat.discard(received)
            #expect(try await campus.storedFiles(in: amina.school) == 0)
            #expect([ReceivedUpload]().filesUploaded(at: Date()) == nil)
        }
    }

    @Test("One bad file refuses them all, by its name and with the reason, and nothing is stored")
    func allOrNothing() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let good = try ChatUpload.file(FileSamples.png, name: "good.png", mime: "image/png")
            let large = Data(repeating: 65, count: 10 << 20 + 1).base64EncodedString()
            let cases: [(ChatUpload, Int, String)] = [
                (try .file(FileSamples.html, name: "b.png", mime: "image/png"), 415, "b.png: The file is said to be"),
                (try .file(FileSamples.html, name: "b.html", mime: "text/html"), 415, "b.html: Files of the type"),
                (try .file(FileSamples.text, name: "a/b.txt", mime: "text/plain"), 422, "File 2: The file's name"),
                (try .file(FileSamples.text, name: "a\u{202e}txt.exe", mime: "text/plain"), 422, "File 2: The file's"),
                (try .upload(large, type: "file", name: "b.txt", mime: "text/plain"), 413, "b.txt: The file is larger"),
                (try .upload("data:,", type: "file", name: "b.txt", mime: "text/plain"), 422, "b.txt: The data is not"),
                (try .upload("", type: "file", name: "b.txt", mime: "text/plain"), 422, "b.txt: The file is empty."),
                (try .upload("AA=AAAAA", type: "file", name: "b.txt", mime: "text/plain"), 422, "b.txt: The data is"),
                (try .upload("file:///etc/passwd", type: "url", name: "b"), 422, "b: An address begins with"),
                (try .upload("https://a:b@example.com", type: "url", name: "b"), 422, "b: An address begins with"),
                (try .upload("http://127.0.0.1/a", type: "url", name: "b"), 422, "b: The address is not one of the"),
                (try .upload("http://[::1]:80/a", type: "url", name: "b"), 422, "b: The address is not one of the"),
                (try .upload("http://2130706433/", type: "url", name: "b"), 422, "b: The address is not one of the"),
                (try .upload("http://0x7f.1/", type: "url", name: "b"), 422, "b: The address is not one of the"),
                (try .upload("http://db/", type: "url", name: "b"), 422, "b: The address is not one of the public"),
                (try .upload("http://a.Internal./", type: "url", name: "b"), 422, "b: The address is not one of the"),
                (try .upload("https://e.com/" + large.prefix(2000), type: "url", name: "b"), 422, "b: An address has"),
                (try .upload("x", type: "audio", name: "b.mp3", mime: "audio/mp3"), 422, "b.mp3: Uploads are of the"),
                (try .upload(ChatFileID().description, type: "stored_file", name: "b.png"), 404, "b.png: There is no"),
            ]
            for (bad, status, words) in cases {
                let problem = try await problem {
                    _ = try await campus.chat.receive([good, bad, good], for: amina.principal, at: Date())
                }
                #expect(
                    problem?.status.code == status && problem?.message.hasPrefix(words) == true,
                    "\(problem as Any)"
                )
            }
            let many = try await problem {
                _ = try await campus.chat.receive(
                    Array(repeating: good, count: 11),
                    for: amina.principal,
                    at: Date()
                )
            }
            #expect(many?.status.code == 422)
            #expect(try await campus.storedFiles(in: amina.school) == 0)
            #expect(try await campus.settled() == CompareReport())
        }
    }

    @Test("Whoever leaves while their files are received leaves nothing")
    func cancelled() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let uploads = try (0..<10).map { number in
                try ChatUpload.file(Array("file \(number)\n".utf8), name: "\(number).txt", mime: "text/plain")
            }
            for pause in [0, 5, 20, 50] {
                let task = Task {
                    try await campus.chat.receive(uploads, for: amina.principal, at: Date())
                }
                try await Task.sleep(for: .milliseconds(pause))
                task.cancel()
                if case .success(let received) = await task.result { try await campus.chat.discard(received) }
                let ready: Int? = try await campus.database.tenant(amina.school.id).value(
                    "select count(*) from files.public_files"
                )
                #expect(ready == 0)
            }
            // A transaction that was committed while its caller left is the sweep's.
            #expect(try await campus.settled() == CompareReport())
            #expect(try await campus.storedFiles(in: amina.school) == 0)
        }
    }

    @Test("A file sent before goes with a question; with a second one it goes as a file of its own")
    func sentBefore() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let id = try await amina.picture("課題.png")
            let stored = try ChatUpload.upload(id, type: "stored_file")
            let first = try await campus.question(by: amina, with: [stored, stored])
            let second = try await campus.question(by: amina, with: [stored])
            func ids(_ turn: ChatMessageID) async throws -> [String] {
                let files = try await amina.get("/api/v1/chat/files/message/\(turn)").json["files"]?.array ?? []
                return files.compactMap { $0["file_id"]?.string }
            }
            #expect(try await ids(first.turn).contains(id))
            let copy = try #require(try await ids(second.turn).first)
            #expect(copy != id)
            #expect(try await amina.delete("/api/v1/chat/sessions/\(first.session)").status == 200)
            #expect(try await amina.get("/api/v1/chat/files/\(copy)").bytes == FileSamples.png)
            let jabari = try await campus.student("Jabari")
            let foreign = try await problem {
                _ = try await campus.chat.receive(
                    [try .upload(copy, type: "stored_file")],
                    for: jabari.principal,
                    at: Date()
                )
            }
            #expect(foreign?.status.code == 404)
        }
    }

    @Test("Two questions at once with one file: one of them gets it")
    func race() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let stored = try ChatUpload.upload(try await amina.picture(), type: "stored_file")
            let both = [
                try await campus.chat.receive([stored], for: amina.principal, at: Date()),
                try await campus.chat.receive([stored], for: amina.principal, at: Date()),
            ]
            let (first, second) = (try await campus.turn(of: amina), try await campus.turn(of: amina))
            try await campus.attach(both[0], to: first, of: amina)
            let late = try await problem { try await campus.attach(both[1], to: second, of: amina) }
            #expect(late?.status.code == 409)
        }
    }

    @Test("Upstreams get images and documents as bytes, text as text, addresses as they are")
    func upstream() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let received = try await campus.chat.receive(
                [
                    .file(FileSamples.png, name: "a.png", mime: "image/png"),
                    .file(FileSamples.pdf, name: "a.pdf", mime: "application/pdf"),
                    .file(FileSamples.text, name: "a.txt", mime: "text/plain"),
                    .file(FileSamples.csv, name: "a.csv", mime: "text/csv"),
                    .file(Array("caf".utf8) + [0xe9, 0x0a], name: "b.txt", mime: "text/plain"),
                    .upload("https://example.com/a", type: "url"),
                ],
                for: amina.principal,
                at: Date()
            )
            let uploads = try await campus.chat.upstreamUploads(received)
            #expect(
                uploads.map(\.content) == [
                    .bytes(FileSamples.png), .bytes(FileSamples.pdf),
                    .text(String(decoding: FileSamples.text, as: UTF8.self)),
                    .text(String(decoding: FileSamples.csv, as: UTF8.self)),
                    .bytes(Array("caf".utf8) + [0xe9, 0x0a]), .link("https://example.com/a"),
                ]
            )
            #expect(uploads.map(\.type).prefix(2) == ["image/png", "application/pdf"])
            try await campus.chat.discard(received)
        }
    }

    private func problem(_ body: () async throws -> Void) async throws -> Problem? {
        do { try await body() } catch { return Problem(describing: error) }
        return nil
    }
}
