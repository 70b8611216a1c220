import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("A request becomes an endpoint, or an error that names what is wrong", .timeLimit(.minutes(15)))
struct RequestTests {
    @Test("Path, body and defaults are read together, and the answer is snake_case with success in front")
    func wholeRequest() async throws {
        try await Served.run { served in
            let answer = try await served.signedIn().post("/notes/rain", ["title": "  Rain ", "stars": 3])
            #expect(answer.status == 201)
            #expect(answer.json["success"]?.bool == true)
            #expect(answer.json["note_id"]?.string == "rain")
            #expect(answer.json["title"]?.string == "Rain")
            #expect(answer.json["kept_at"]?.string?.hasSuffix("Z") == true)
            let alias = try await served.signedIn().post("/api/notes/rain", ["title": "Rain"])
            #expect(alias.json["times_kept"]?.integer == 2)
            #expect(alias.json["stars"] == nil, "absent values are omitted, never null")
        }
    }

    @Test(
        "Bad bodies get a 4xx that names the field and write nothing",
        arguments: [
            (#"{"title": 5}"#, 422, "title"), (#"{"title": ""}"#, 422, "title"),
            (#"{"title": "a\u0000b"}"#, 422, "title"),
            (#"{"title": "a\u0007b"}"#, 422, "title"), (#"{}"#, 422, "title"), (#"{"title": null}"#, 422, "title"),
            (#"{"title": "a", "stars": 9}"#, 422, "stars"), (#"{"title": "a", "stars": 1e300}"#, 422, "stars"),
            (#"{"title": "a", "stars": "3"}"#, 422, "stars"), (#"{"title": "a", "tags": {"x": 1}}"#, 422, "tags"),
            (#"{"title": "a", "role": "admin"}"#, 422, "role"), (#"{"title": "a", "title": "b"}"#, 400, ""),
            (#"{"title": "a""#, 400, ""), (#"[1]"#, 400, ""), (#""a""#, 400, ""), (#"{"title": 1e400}"#, 400, ""),
            (#"{"title": "\ud800"}"#, 400, ""), ("{\"title\": \"\u{1}\"}", 400, ""),
        ]
    )
    func badBody(_ body: String, _ status: Int, _ field: String) async throws {
        try await Served.run { served in
            let answer = try await served.signedIn().send("POST", "/notes/rain", body: Array(body.utf8))
            #expect(answer.status == status)
            #expect(answer.json["success"]?.bool == false)
            #expect(answer.json["status"]?.integer == status)
            #expect(answer.headers[.contentType] == "application/problem+json")
            if !field.isEmpty { #expect(answer.json["errors"]?[0]?["field"]?.string == field) }
            let notes = try await served.signedIn().get("/notes")
            #expect(notes.json["notes"] == [])
        }
    }

    @Test("Invalid UTF-8, deep nesting and large bodies are refused before anything is built from them")
    func hostileBodies() async throws {
        try await Served.run { served in
            let visitor = served.signedIn()
            let invalid = try await visitor.send(
                "POST",
                "/notes/a",
                body: Array("{\"title\": \"".utf8) + [0xff, 0x22, 0x7d]
            )
            #expect(invalid.status == 400)
            let deep = String(repeating: "[", count: 100_000)
            let answer1 = try await visitor.send("POST", "/notes/a", body: Array(deep.utf8))
            #expect(answer1.status == 400)
            let large = #"{"title": ""# + String(repeating: "a", count: 1 << 20) + #""}"#
            let answer2 = try await visitor.send("POST", "/notes/a", body: Array(large.utf8))
            #expect(answer2.status == 413)
            let text = try await visitor.send(
                "POST",
                "/notes/a",
                body: Array("a=1".utf8),
                headers: ["Content-Type": "text/plain"]
            )
            #expect(text.status == 415)
        }
    }

    @Test(
        "Bad queries are refused by name",
        arguments: ["limit=0", "limit=101", "limit=x", "limit=1e9", "limit=5&limit=6", "starred=yes"]
    )
    func badQuery(_ query: String) async throws {
        try await Served.run { served in
            let answer = try await served.signedIn().get("/notes?\(query)")
            #expect(answer.status == 422)
            #expect(answer.json["errors"]?[0]?["field"]?.string == String(query.prefix { $0 != "=" }))
        }
    }

    @Test("An empty body with a JSON media type is an empty object (rule W15)")
    func emptyBody() async throws {
        try await Served.run { served in
            let answer = try await served.anonymous.send(
                "POST",
                "/tolerant",
                body: [],
                headers: ["Content-Type": "application/json"]
            )
            #expect(answer.status == 200)
            let more = try await served.anonymous.post("/tolerant", ["name": "a", "unknown": true])
            #expect(more.json["name"]?.string == "a")
        }
    }

    @Test("An endpoint that says so reads a form and a text as it reads JSON; the others refuse them")
    func forms() async throws {
        try await Served.run { served in
            func send(_ path: String, _ body: String, _ type: String) async throws -> PlatformClient.Answer {
                try await served.anonymous.send("POST", path, body: Array(body.utf8), headers: ["Content-Type": type])
            }
            let form = "application/x-www-form-urlencoded"
            let filled = try await send("/form", "name=W%C3%A1njik%C5%A9+K&unknown=1&empty=", form + "; charset=UTF-8")
            #expect(filled.status == 200 && filled.json["name"] == "Wánjikũ K")
            #expect(try await send("/form", "name=007", form).json["name"] == "007")
            let text = try await send("/form", "name=a,b\r\n", "text/csv")
            #expect(text.json["name"] == "name=a,b\r\n")
            #expect(try await served.anonymous.post("/form", ["name": "JSON"]).json["name"] == "JSON")
            #expect(try await send("/form", "name=a&name=b", form).status == 422)
            #expect(try await send("/form", "name=%ff", form).status == 400)
            #expect(try await send("/form", "%zz=a", form).status == 400)
            #expect(try await send("/form", "a", "text/plain").status == 415)
            #expect(try await send("/tolerant", "name=a", form).status == 415)
            let many = (0...100).map { "n\($0)=1" }.joined(separator: "&")
            #expect(try await send("/form", many, form).status == 400)
        }
    }

    @Test("Unknown paths are 404, known ones with another method 405 with Allow, and HEAD is GET without a body")
    func methods() async throws {
        try await Served.run { served in
            let visitor = served.signedIn()
            let missing = try await visitor.get("/nothing")
            #expect(missing.status == 404)
            #expect(missing.json["code"]?.string == "no_such_path")
            let wrong = try await visitor.delete("/notes")
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "GET, HEAD, OPTIONS")
            let head = try await visitor.send("HEAD", "/notes")
            #expect(head.status == 200)
            #expect(head.bytes.isEmpty)
            #expect(try await visitor.get("/notes/count").status == 403, "a literal wins over a parameter")
        }
    }
}
