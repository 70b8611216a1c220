import Endpoints
import Values

/// What the portals' validators accept at one place of an answer.
///
/// Members they do not know are ignored, so an object may have more than its shape.
indirect enum Shape: Sendable {
    case text
    case bool
    case number
    /// A number from 0 to 100 (rule W8).
    case percentage
    /// 8-4-4-4-12 hexadecimal digits (rule W6).
    case uuid
    /// A date-time with seconds and `Z` (rule W4).
    case instant
    /// An address with a dotted domain (rule W9).
    case email
    /// An absolute URL (rule W10).
    case url
    case exactly(JSON)
    case oneOf([String])
    case list(Shape)
    case object([String: Shape], optional: [String: Shape] = [:])

    /// Where a value is not of this shape, one sentence each.
    func breaches(of json: JSON, at path: String = "body") -> [String] {
        switch self {
        case .list(let element):
            guard let elements = json.array else { return ["\(path) is no array: \(json.compact)"] }
            return elements.enumerated().flatMap { element.breaches(of: $1, at: "\(path)[\($0)]") }
        case .object(let required, let optional):
            guard let object = json.object else { return ["\(path) is no object: \(json.compact)"] }
            let missing = required.keys.sorted().filter { object[$0] == nil }.map { "\(path).\($0) is missing" }
            return missing
                + object.members.flatMap { member in
                    (required[member.name] ?? optional[member.name])?
                        .breaches(of: member.value, at: "\(path).\(member.name)") ?? []
                }
        default: return accepts(json) ? [] : ["\(path) is not \(self): \(json.compact)"]
        }
    }

    private func accepts(_ json: JSON) -> Bool {
        switch self {
        case .text: json.string != nil
        case .bool: json.bool != nil
        case .number: json.double != nil
        case .percentage: json.double.map { (0...100).contains($0) } ?? false
        case .uuid: json.string?.wholeMatch(of: Self.uuidPattern) != nil
        case .instant: json.string?.wholeMatch(of: Self.instantPattern) != nil
        case .email: json.string?.wholeMatch(of: Self.emailPattern) != nil
        case .url: json.string?.wholeMatch(of: #/https?://[^\s/]+.*/#) != nil
        case .exactly(let value): json == value
        case .oneOf(let values): json.string.map(values.contains) ?? false
        case .list, .object: false
        }
    }

    private static var uuidPattern: Regex<Substring> {
        #/[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/#
    }
    static var instantPattern: Regex<Substring> { #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/# }
    private static var emailPattern: Regex<Substring> {
        #/[A-Za-z0-9_+\-]+(?:\.[A-Za-z0-9_+\-]+)*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}/#
    }
}

extension Shape {
    /// An answer's whole body: `success` and these members.
    static func body(_ members: [String: Shape], optional: [String: Shape] = [:]) -> Shape {
        .object(members.merging(["success": .exactly(true)]) { member, _ in member }, optional: optional)
    }

    static let user = object(
        [
            "id": .uuid, "email": .email, "name": .text,
            "role": .oneOf(["student", "teacher", "parent", "admin", "super_admin"]),
        ],
        optional: [
            "tenant_id": .uuid, "tenant_subdomain": .text, "status": .oneOf(["active", "inactive", "suspended"]),
            "created_at": .instant,
        ]
    )
    static let tenant = object(["id": .uuid, "name": .text, "subdomain": .text])
    /// `expires_in` is a text (rule W7).
    static let tokens: [String: Shape] = [
        "access_token": .text, "refresh_token": .text, "token_type": .exactly("Bearer"), "expires_in": .exactly("900"),
    ]
    static let progress = object(["completed_lessons": .number, "total_lessons": .number, "percentage": .percentage])
    static let course = object(
        [
            "id": .uuid, "title": .text, "description": .text, "instructor_name": .text, "enrollment_count": .number,
            "lesson_count": .number, "enrolled": .bool,
        ],
        optional: ["thumbnail_url": .url, "progress_percentage": .percentage]
    )
    static let courses = body([
        "courses": .list(.course),
        "pagination": .object(["current_page": .number, "total_pages": .number, "total_items": .number]),
        // What the documents describe, beside what the client reads.
        "total": .number, "page": .number, "limit": .number,
    ])
    private static let lessonType = oneOf(["video", "text", "quiz", "interactive"])
    static let courseDetail = object([
        "id": .uuid, "title": .text, "progress": .progress,
        "syllabus": .list(
            .object([
                "id": .uuid, "title": .text,
                "lessons": .list(
                    .object(
                        ["id": .uuid, "title": .text, "type": .lessonType, "completed": .bool],
                        optional: ["duration_minutes": .number]
                    )
                ),
            ])
        ),
    ])
    static let lesson = object(
        ["id": .uuid, "title": .text, "type": .lessonType, "content": .object([:])],
        optional: ["resources": .list(.object(["title": .text, "type": .text, "url": .url]))]
    )
    static let module = object(["id": .uuid, "title": .text], optional: ["description": .text])
    static let notifications = body([
        "notifications": .list(
            .object(
                [
                    "id": .uuid, "title": .text, "message": .text, "read": .bool, "created_at": .instant,
                    "type": .oneOf(["assignment_graded", "assignment_due", "announcement", "message", "system"]),
                ],
                optional: ["action_url": .text]
            )
        ),
        "unread_count": .number,
    ])
    static let children = body([
        "children": .list(
            .object(
                ["id": .uuid, "first_name": .text, "grade_level": .text, "relationship": .text],
                optional: [
                    "last_name": .text, "enrolled_courses": .number, "overall_grade": .text,
                    "attendance_percentage": .number,
                ]
            )
        )
    ])
    static let classStudents = body([
        "students": .list(
            .object(
                ["id": .uuid, "first_name": .text],
                optional: [
                    "last_name": .text, "email": .email, "guardian_name": .text, "guardian_contact": .text,
                    "status": .oneOf(["active", "inactive"]),
                ]
            )
        )
    ])
    /// An answer in which only the message is read.
    static let acknowledged = body(["message": .text])
}
