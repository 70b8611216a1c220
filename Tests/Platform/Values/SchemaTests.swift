import FoundationEssentials
import Testing
import Values

@Suite("Schemas learned from types", .timeLimit(.minutes(15)))
struct SchemaTests {
    struct Lesson: Decodable {
        enum Kind: String, Decodable, CaseIterable { case video, text }
        struct Attachment: Decodable { var fileName: String }
        var id: LessonID
        var title: Line<200>
        var kind: Kind
        var attachments: [Attachment]
        var scores: [String: Int]
        var position: Int32
        var weight: Float
        var isDraft: Bool
        var startsAt: Date?
        var extra: JSON?
    }

    @Test("A type's schema has its fields, their types, and which of them are required")
    func schema() throws {
        let expected: JSON = [
            "type": "object",
            "properties": [
                "id": ["type": "string", "format": "uuid"],
                "title": ["type": "string", "minLength": 1, "maxLength": 200],
                "kind": ["type": "string", "enum": ["video", "text"]],
                "attachments": [
                    "type": "array",
                    "items": [
                        "type": "object", "properties": ["file_name": ["type": "string"]], "required": ["file_name"],
                    ],
                ],
                "scores": ["type": "object", "additionalProperties": ["type": "integer"]],
                "position": ["type": "integer"],
                "weight": ["type": "number"],
                "is_draft": ["type": "boolean"],
                "starts_at": ["type": "string", "format": "date-time"],
                "extra": [:],
            ],
            "required": ["id", "title", "kind", "attachments", "scores", "position", "weight", "is_draft"],
        ]
        #expect(try SchemaReader.schema(of: Lesson.self) == expected)
    }

    @Test("A type that contains itself is refused instead of described for ever")
    func recursion() {
        struct Comment: Decodable { var replies: [Comment] }
        #expect(throws: InvalidValue.self) { try SchemaReader.schema(of: Comment.self) }
    }

    @Test("The example of every kind of value passes its own check")
    func examples() throws {
        func check<Value: SchemaDescribing & Codable & Equatable>(_ type: Value.Type) throws {
            #expect(try JSONReader().value([Value].self, from: JSONWriter().bytes([Value.example])) == [Value.example])
        }
        try check(Email.self)
        try check(PhoneNumber.self)
        try check(Subdomain.self)
        try check(WebAddress.self)
        try check(Line<10>.self)
        try check(Paragraphs<20>.self)
        try check(PageNumber.self)
        try check(Bounded<5, 9>.self)
        try check(Percentage.self)
        try check(CourseID.self)
    }
}
