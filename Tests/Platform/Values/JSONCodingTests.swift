import FoundationEssentials
import Testing
import Values

@Suite("Values to JSON and back", .timeLimit(.minutes(15)))
struct JSONCodingTests {
    struct Course: Codable, Equatable {
        enum Status: String, Codable, CaseIterable { case active, archived }
        struct Lesson: Codable, Equatable {
            var title: String
            var pdfURL: String?
        }
        var courseID: CourseID
        var status: Status
        var lessons: [Lesson]
        var startsAt: Date
        var lessonIDs: [UUID]
        var price: Decimal
        var seatLimit: Int32?
        var labels: [String: Int]
        var extra: JSON
    }

    static let id = "01920000-0000-7000-8000-000000000001"
    static let text = """
        {"course_id":"\(id)","status":"active","lessons":[{"title":"Rain","pdf_url":"r.pdf"},\
        {"title":"\\"Sun\\"\\n"}],"starts_at":"2026-11-21T09:30:00.250Z","lesson_ids":["\(id)"],"price":19.99,\
        "seat_limit":30,"labels":{"HTTPCode":2,"a b":1,"courseId":3,"course_id":4},"extra":{"anyThing":[1,null]}}
        """

    @Test("A value is written with snake_case names and read back the same")
    func roundTrip() throws {
        let course = try JSONReader().value(Course.self, from: Self.text.utf8)
        #expect(course.courseID.description == Self.id)
        #expect(course.lessons == [.init(title: "Rain", pdfURL: "r.pdf"), .init(title: "\"Sun\"\n", pdfURL: nil)])
        #expect(course.price == Decimal(string: "19.99"))
        #expect(course.labels == ["HTTPCode": 2, "a b": 1, "courseId": 3, "course_id": 4])
        #expect(course.extra == ["anyThing": [1, nil]])
        #expect(String(decoding: try JSONWriter().bytes(course), as: UTF8.self) == Self.text)
    }

    @Test("The camelCase dialect writes the same value with its own names")
    func camelCase() throws {
        let course = try JSONReader().value(Course.self, from: Self.text.utf8)
        let text = String(decoding: try JSONWriter(style: .camelCase).bytes(course), as: UTF8.self)
        #expect(text.hasPrefix(#"{"courseId":"#))
        #expect(text.contains(#""pdfUrl":"r.pdf""#) && text.contains(#""lessonIds":["#))
        #expect(try JSONReader(style: .camelCase).value(Course.self, from: text.utf8) == course)
        #expect(try JSONReader().value(Course.self, from: text.utf8) == course, "older documents write camelCase")
    }

    @Test("A field that stands in both styles is refused rather than guessed")
    func bothStyles() {
        struct Body: Decodable { var courseID: String }
        #expect(throws: InvalidValue("stands twice, once as courseId", path: ["course_id"])) {
            try JSONReader().value(Body.self, from: #"{"course_id":"a","courseId":"b"}"#.utf8)
        }
    }

    @Test(
        "An error names the field and what it must be, never the value",
        arguments: [
            (#"{}"#, "course_id is required"),
            (#"{"course_id":7}"#, "course_id must be a text"),
            (#"{"course_id":"secret"}"#, "course_id must be a UUID"),
            (#"{"course_id":"\#(id)","status":"secret"}"#, "status must be one of active, archived"),
            (#"{"course_id":"\#(id)","status":"active","lessons":{}}"#, "lessons must be a list"),
            (
                #"{"course_id":"\#(id)","status":"active","lessons":[{"title":"a"},{"title":null}]}"#,
                "lessons.1.title must be a text"
            ),
            (
                #"{"course_id":"\#(id)","status":"active","lessons":[],"starts_at":"2026-02-30T00:00:00Z"}"#,
                "starts_at must be a date and time such as 2026-11-21T09:30:00Z"
            ),
            ("[]", "must be an object"),
        ]
    )
    func errors(body: String, message: String) {
        let error = #expect(throws: InvalidValue.self) { try JSONReader().value(Course.self, from: body.utf8) }
        #expect(error?.description == message)
    }

    @Test("A text with a NUL, which PostgreSQL cannot hold, is refused")
    func nul() {
        #expect(throws: InvalidValue("must not contain a NUL character", path: ["0"])) {
            try JSONReader().value([String].self, from: #"["a\u0000"]"#.utf8)
        }
    }

    @Test("Numbers that do not fit their type are refused")
    func narrowNumbers() throws {
        #expect(try JSONReader().value([UInt8].self, from: "[0,255,3.0]".utf8) == [0, 255, 3])
        #expect(throws: InvalidValue("must be between 0 and 255", path: ["0"])) {
            try JSONReader().value([UInt8].self, from: "[256]".utf8)
        }
        #expect(throws: InvalidValue("must be a whole number", path: ["0"])) {
            try JSONReader().value([Int].self, from: "[1.5]".utf8)
        }
    }

    @Test(
        "Decimals keep every digit they were written with",
        arguments: ["0.1", "19.99", "3.133", "8.95", "-1234567.89"]
    )
    func decimals(digits: String) throws {
        let values = try JSONReader().value([Decimal].self, from: "[\(digits)]".utf8)
        #expect(values == [Decimal(string: digits)])
        #expect(String(decoding: try JSONWriter().bytes(values), as: UTF8.self) == "[\(digits)]")
    }

    @Test("A number JSON does not have is refused when written")
    func notANumber() {
        #expect(throws: EncodingError.self) { try JSONWriter().bytes([Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONWriter().bytes([Double.infinity]) }
        #expect(throws: EncodingError.self) { try JSONWriter().bytes([Decimal.nan]) }
    }

    @Test("A value made of another value and more writes one object")
    func flattened() throws {
        struct Inner: Codable, Equatable { var firstName: String }
        struct Outer: Codable, Equatable {
            var inner: Inner
            var age: Int
            enum CodingKeys: String, CodingKey { case age }
            init(inner: Inner, age: Int) { (self.inner, self.age) = (inner, age) }
            init(from decoder: any Decoder) throws {
                inner = try Inner(from: decoder)
                age = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .age)
            }
            func encode(to encoder: any Encoder) throws {
                try inner.encode(to: encoder)
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(age, forKey: .age)
            }
        }
        let outer = [Outer(inner: Inner(firstName: "Amina"), age: 12), Outer(inner: Inner(firstName: "Obi"), age: 40)]
        let bytes = try JSONWriter().bytes(outer)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"[{"first_name":"Amina","age":12},{"first_name":"Obi","age":40}]"#
        )
        #expect(try JSONReader().value([Outer].self, from: bytes) == outer)
    }

    @Test("The envelope of a dialect stands in front of the value's own members")
    func envelope() throws {
        struct Empty: Encodable {}
        let writer = JSONWriter()
        #expect(try writer.bytes(["a": 1], prefixedBy: #""success":true"#) == Array(#"{"success":true,"a":1}"#.utf8))
        #expect(try writer.bytes(Empty(), prefixedBy: #""success":true"#) == Array(#"{"success":true}"#.utf8))
        #expect(try writer.bytes([1], prefixedBy: #""success":true"#) == Array("[1]".utf8))
    }

    @Test("A request is read from its body and its URL together, and the URL wins")
    func url() throws {
        struct Request: Decodable, Equatable {
            var courseID: String
            var page: Int?
            var isDraft: Bool?
        }
        let body: JSONObject = try #require(try JSON(parsing: #"{"course_id":"b","page":2}"#.utf8).object)
        let url = try #require(JSON.object(JSONObject()).object)
        var inURL = url
        inURL["course_id"] = "u"
        inURL["is_draft"] = "true"
        let reader = JSONReader()
        let request = try reader.value(Request.self, from: body, url: inURL, refusingUnknown: true)
        #expect(request == Request(courseID: "u", page: 2, isDraft: true))
        var textual = body
        textual["page"] = "2"
        #expect(throws: InvalidValue("must be a whole number", path: ["page"])) {
            try reader.value(Request.self, from: textual, url: inURL, refusingUnknown: true)
        }
        textual["page"] = nil
        textual["role"] = "admin"
        #expect(throws: InvalidValue("is not a field of this request", path: ["role"])) {
            try reader.value(Request.self, from: textual, url: inURL, refusingUnknown: true)
        }
        #expect(try reader.value(Request.self, from: textual, url: inURL, refusingUnknown: false).courseID == "u")
    }

    @Test("A large object is read in time linear in its length")
    func manyMembers() throws {
        let members = (0..<60_000).map { #""Key\#($0)":\#($0)"# }.joined(separator: ",")
        let map = try JSONReader().value([String: Int].self, from: "{\(members)}".utf8)
        #expect(map.count == 60_000 && map["Key59999"] == 59_999)
    }
}
