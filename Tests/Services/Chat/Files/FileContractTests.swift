import CampusTestKit
import ChatAPI
import ChatService
import Endpoints
import FoundationEssentials
import HTTPTypes
import Testing
import Values

/// C18 to C22 of the chat platform's contract, and the upload that its client knows.
@Suite("The chat proxy's files", .timeLimit(.minutes(5)))
struct FileContractTests {
    private static let files = "/api/v1/chat/files"

    @Test("An upload is answered with the item that histories show")
    func upload() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let item = try await amina.upload(FileSamples.png, name: "課題 1.png", type: "image/png").json
            let id = item["file_id"]?.string ?? ""
            #expect(ChatFileID(id) != nil)
            #expect(item["name"] == "課題 1.png" && item["mime"] == "image/png" && item["type"] == "file")
            #expect(item["size"] == .integer(FileSamples.png.count) && item["is_image"] == true)
            #expect(item["url"] == .string("\(Self.files)/\(id)"))
            #expect(item["download_url"] == .string("\(Self.files)/\(id)?download=true"))
            #expect(item["thumbnail_url"] == .string("\(Self.files)/\(id)/thumbnail"))
            #expect(item["uploaded_at"]?.string?.hasSuffix("Z") == true)
            for name in ["thumbnail_small", "thumbnail_medium", "thumbnail_large"] {
                #expect(try await amina.get(item[name]?.string ?? "").status == 200)
            }
            let text = try await amina.upload(FileSamples.text, name: "a.txt", type: "text/plain").json
            #expect(text["is_image"] == false && text["thumbnail_url"] == nil)
        }
    }

    @Test("What is refused says which file and why, and nothing of it is stored")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let cases: [(bytes: [UInt8], name: String, type: String, status: Int, words: String)] = [
                (FileSamples.html, "a.png", "image/png", 415, "a.png: The file is said to be image/png but its"),
                (FileSamples.html, "a.html", "text/html", 415, "Files of the type text/html are not taken."),
                (FileSamples.png, "a.pdf", "image/png", 415, "a.pdf: The name a.pdf is not one of a file of the type"),
                (FileSamples.png, "../a.png", "image/png", 422, "File 1: The file's name must not contain a path."),
                ([], "a.png", "image/png", 422, "a.png: The file is empty."),
                (Array(repeating: 65, count: 10 << 20 + 1), "a.txt", "text/plain", 413, "must not exceed 10 MB"),
            ]
            for (bytes, name, type, status, words) in cases {
                let answer = try await amina.upload(bytes, name: name, type: type)
                #expect(answer.status == status, "\(name): \(answer.text)")
                #expect(answer.json["message"]?.string?.contains(words) == true, "\(answer.text)")
            }
            // A form that ends in the middle of its file, one whose end is missing, one that ends after its file.
            let whole = Person.form(FileSamples.png, name: "a.png", type: "image/png")
            let more = whole.dropLast(4) + Array("\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nab".utf8)
            for form in [whole.dropLast(30), whole.dropLast(8), more] {
                let answer = try await amina.client.send(
                    "POST",
                    "/api/v1/chat/upload",
                    body: Array(form),
                    headers: Person.formType
                )
                #expect(answer.status == 400 && answer.json["code"] == "malformed_form", "\(answer.text)")
            }
            let json = try await amina.post("/api/v1/chat/upload", ["file": "a"])
            #expect(json.status == 422)
            let none = try await amina.client.send(
                "POST",
                "/api/v1/chat/upload",
                body: Array("--f--\r\n".utf8),
                headers: ["Content-Type": "multipart/form-data; boundary=f"]
            )
            #expect(none.status == 422)
            #expect(none.json["detail"]?[0]?["loc"] == ["body", "file"])
            #expect(try await campus.storedFiles(in: amina.school) == 0)
        }
    }

    @Test("The same Idempotency-Key stores a file once")
    func idempotency() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let key = ["Idempotency-Key": "one"]
            let first = try await amina.upload(FileSamples.png, name: "a.png", type: "image/png", headers: key)
            let second = try await amina.upload(FileSamples.png, name: "a.png", type: "image/png", headers: key)
            #expect(first.status == 200 && first.json == second.json)
            #expect(try await campus.storedFiles(in: amina.school) == 1)
        }
    }

    @Test("C18: a file in place or to be saved, whole, in part, or not again; HEAD; names in every script")
    func download() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let path = "\(Self.files)/\(try await amina.picture("課題 1.png"))"
            let whole = try await amina.get(path)
            #expect(whole.status == 200 && whole.bytes == FileSamples.png)
            #expect(whole.headers[.contentType] == "image/png")
            #expect(whole.headers[.cacheControl] == "private, max-age=3600")
            #expect(whole.headers[.acceptRanges] == "bytes")
            let name = "filename=\"__ 1.png\"; filename*=UTF-8''%E8%AA%B2%E9%A1%8C%201.png"
            #expect(whole.headers[.contentDisposition] == "inline; \(name)")
            for flag in ["true", "True", "1"] {
                let saved = try await amina.get(path + "?download=\(flag)")
                #expect(saved.headers[.contentDisposition] == "attachment; \(name)")
            }
            #expect(try await amina.get(path + "?download=maybe").status == 422)

            let part = try await amina.get(path, headers: ["Range": "bytes=1-3"])
            #expect(part.status == 206 && part.text == "PNG")
            #expect(part.headers[.contentRange] == "bytes 1-3/\(FileSamples.png.count)")
            let end = try await amina.get(path, headers: ["Range": "bytes=-4"])
            #expect(end.bytes == Array(FileSamples.png.suffix(4)))
            let beyond = try await amina.get(path, headers: ["Range": "bytes=9999-"])
            #expect(beyond.status == 416)
            #expect(beyond.headers[.contentRange] == "bytes */\(FileSamples.png.count)")

            let tag = try #require(whole.headers[.eTag])
            let same = try await amina.get(path, headers: ["If-None-Match": tag])
            #expect(same.status == 304 && same.bytes == [])
            let stale = try await amina.get(path, headers: ["Range": "bytes=1-3", "If-Range": "\"other\""])
            #expect(stale.status == 200)
            let head = try await amina.client.send("HEAD", path)
            #expect(head.status == 200 && head.bytes == [])
            #expect(head.headers[.contentLength] == String(FileSamples.png.count))
        }
    }

    @Test("C18: what is no image of pixels is saved, never shown, and its text says how it is written")
    func documents() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            for (bytes, name, type) in [
                (FileSamples.text, "a.txt", "text/plain; charset=utf-8"),
                (FileSamples.csv, "a.csv", "text/csv; charset=utf-8"),
                (FileSamples.pdf, "a.pdf", "application/pdf"),
            ] {
                let sent = try await amina.upload(bytes, name: name, type: String(type.prefix { $0 != ";" }))
                let answer = try await amina.get(sent.json["url"]?.string ?? "")
                #expect(answer.bytes == bytes)
                #expect(answer.headers[.contentType] == type)
                #expect(answer.headers[.contentDisposition] == "attachment; filename=\"\(name)\"")
                #expect(answer.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            }
        }
    }

    @Test("C19: thumbnails of every type of image, in range whatever is asked for")
    func thumbnails() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            for (bytes, name, type, made) in [
                (FileSamples.png, "a.png", "image/png", "image/jpeg"),
                (FileSamples.alphaPNG, "a.png", "image/png", "image/png"),
                (FileSamples.webp, "a.webp", "image/webp", "image/jpeg"),
                (FileSamples.gif, "a.gif", "image/gif", "image/jpeg"),
                (FileSamples.jpeg, "a.jpg", "image/jpeg", "image/jpeg"),
            ] {
                let item = try await amina.upload(bytes, name: name, type: type).json
                let answer = try await amina.get(item["thumbnail_url"]?.string ?? "")
                #expect(answer.status == 200, "\(name): \(answer.text)")
                #expect(answer.headers[.contentType] == made)
                #expect(answer.headers[.cacheControl] == "private, max-age=86400")
                #expect(answer.headers[.contentDisposition]?.contains("filename=\"thumb_a.") == true)
            }
            let path = "\(Self.files)/\(try await amina.picture())/thumbnail"
            for size in ["0", "-5"] {
                let answer = try await amina.get(path + "?size=\(size)")
                #expect(answer.status == 200 && answer.headers[.cacheControl] == "private, max-age=3600", "\(size)")
            }
            for size in ["1", "1024", "99999999999999999999"] {
                let answer = try await amina.get(path + "?size=\(size)")
                #expect(answer.status == 200 && answer.bytes.starts(with: [0xff, 0xd8, 0xff]), "\(size)")
            }
            for size in ["small", "1.5", "+3"] {
                let answer = try await amina.get(path + "?size=\(size)")
                #expect(answer.status == 422)
                #expect(answer.json["detail"]?[0]?["loc"] == ["query", "size"])
            }
            let text = try await amina.upload(FileSamples.text, name: "a.txt", type: "text/plain").json
            let refused = try await amina.get("\(text["url"]?.string ?? "")/thumbnail")
            #expect(refused.status == 400)
            #expect(refused.json["detail"] == "File is not an image")
            // An image that cannot be made smaller is sent as it is.
            let broken = Array(FileSamples.png.prefix(30))
            let item = try await amina.upload(broken, name: "b.png", type: "image/png").json
            let original = try await amina.get(item["thumbnail_url"]?.string ?? "")
            #expect(original.status == 200 && original.bytes == broken)
            #expect(original.headers[.cacheControl] == "private, max-age=3600")
        }
    }

    @Test("C18 to C20: for everybody but whoever uploaded it there is no such file")
    func strangers() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let path = "\(Self.files)/\(try await amina.picture())"
            for stranger in [
                try await campus.student("Jabari"), try await campus.teacher(), try await campus.admin(),
                try await campus.student("Ada", in: .second),
            ] {
                for answer in [
                    try await stranger.get(path), try await stranger.get(path + "/thumbnail"),
                    try await stranger.delete(path),
                ] {
                    #expect(answer.status == 404)
                    #expect(answer.json["detail"] == "File not found or access denied")
                }
            }
            for nothing in ["none", ChatFileID().description, "url_123"] {
                #expect(try await amina.get("\(Self.files)/\(nothing)").status == 404)
                #expect(try await amina.delete("\(Self.files)/\(nothing)").status == 404)
            }
            #expect(try await amina.get(path).status == 200)
        }
    }

    @Test("C20: a removed file is gone, and another with the same bytes is not")
    func removal() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.student()
            let (first, second) = (try await amina.picture("a.png"), try await amina.picture("b.png"))
            let removed = try await amina.delete("\(Self.files)/\(first)")
            #expect(removed.status == 200)
            #expect(removed.json == ["message": "File deleted successfully", "file_id": .string(first)])
            #expect(try await amina.get("\(Self.files)/\(first)").status == 404)
            #expect(try await amina.delete("\(Self.files)/\(first)").status == 404)
            #expect(try await amina.get("\(Self.files)/\(second)").bytes == FileSamples.png)
            #expect(try await campus.storedFiles(in: amina.school) == 1)
        }
    }

    @Test("C15, C21, C22: what came with a question is in the history, and in the lists of session and message")
    func lists() async throws {
        try await TestCampus.run { campus in
            let amina = try await RainyCourse(campus).amina
            let question = try await campus.question(
                by: amina,
                with: [
                    .file(FileSamples.png, name: "課題.png", mime: "image/png"),
                    .upload("https://example.com/rain", type: "url", name: "Rain"),
                ]
            )
            let history = try await amina.get("/api/v1/chat/sessions/\(question.session)/history")
            #expect(history.text.contains("\"file_ids\":null"))
            let (asked, answered) = (history.json["history"]?[0], history.json["history"]?[1])
            #expect(answered?["has_files"] == false && answered?["uploads"] == [])
            #expect(asked?["has_files"] == true)
            let items = asked?["uploads"]?.array ?? []
            #expect(items.map { $0["name"] } == ["課題.png", "Rain"])
            #expect(asked?["file_ids"] == .array(items.map { $0["file_id"] ?? .null }))
            #expect(items.map { $0["type"] } == ["file", "url"])
            #expect(items[0]["thumbnail_small"] != nil && items[1]["thumbnail_url"] == nil)
            #expect(try await amina.get(items[0]["url"]?.string ?? "").bytes == FileSamples.png)
            let address = try await amina.get(items[1]["url"]?.string ?? "")
            #expect(address.status == 404 && address.json["detail"] == "File data not found")

            let inSession = try await amina.get("\(Self.files)/session/\(question.session)").json
            #expect(inSession["session_id"] == .string(question.session.description))
            let ofMessage = try await amina.get("\(Self.files)/message/\(question.turn)").json
            #expect(ofMessage["message_id"] == .string(question.turn.description))
            #expect(inSession["files"] == ofMessage["files"])
            let listed = inSession["files"]?[0]
            #expect(listed?["original_name"] == "課題.png" && listed?["mime_type"] == "image/png")
            #expect(listed?["file_size"] == .integer(FileSamples.png.count) && listed?["upload_type"] == "file")
            #expect(listed?["processed"] == false && listed?["metadata"] == [:])
            #expect(inSession["files"]?[1]?["metadata"] == ["url": "https://example.com/rain"])

            let jabari = try await campus.student("Jabari")
            let foreign = try await jabari.get("\(Self.files)/session/\(question.session)")
            #expect(foreign.status == 404)
            #expect(foreign.json["detail"] == "Chat session not found or access denied")
            #expect(try await jabari.get("\(Self.files)/message/\(question.turn)").json["files"] == [])
            #expect(try await amina.get("\(Self.files)/message/none").json["files"] == [])
        }
    }
}
