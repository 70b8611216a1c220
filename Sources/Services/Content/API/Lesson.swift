package import Values

/// A lesson with what stands in it (contract section 1.4).
package struct Lesson: Codable, Sendable {
    package var id: LessonID
    package var title: String
    package var type: LessonType
    package var content: LessonDocument
    /// Absent when there is none.
    package var resources: [LessonResource]?
    /// Absent, like `course_id`, as long as the lesson stands in no module.
    package var moduleID: ModuleID?
    package var courseID: CourseID?
    package var durationMinutes: Int?
    /// Where it stands in its module, from 1; numbers may be missing.
    package var position: Int
    package var isPublished: Bool
    /// Whether the learner has completed it; absent where nobody's progress is meant.
    package var completed: Bool?
}

/// What kind of lesson it is.
package enum LessonType: String, Codable, Sendable, CaseIterable {
    case video
    case text
    case quiz
    case interactive

    /// Older documents call a text a lecture or a reading.
    package init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        switch name {
        case "lecture", "reading": self = .text
        default:
            guard let type = Self(rawValue: name) else {
                throw InvalidValue("must be one of video, text, quiz, interactive", at: decoder.codingPath)
            }
            self = type
        }
    }
}

/// Something to read or watch beside a lesson.
package struct LessonResource: Codable, Sendable {
    package var title: Line<200>
    /// Such as `pdf` or `link`.
    package var type: Line<50>
    package var url: WebAddress
}

/// What stands in a lesson: a JSON object that the portals understand. `body` is HTML, `questions` are a quiz.
///
/// A bare text, as older documents send it, is the object with that `body`.
package struct LessonDocument: Codable, Sendable, SchemaDescribing {
    package var members: JSONObject

    package init(_ members: JSONObject) { self.members = members }

    package init(from decoder: any Decoder) throws {
        switch try JSON(from: decoder) {
        case .object(let object): members = object
        case .string(let body):
            members = JSONObject()
            members["body"] = .string(body)
        default: throw InvalidValue("must be an object", at: decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws { try JSON.object(members).encode(to: encoder) }

    package static var schema: JSON { ["type": "object"] }
    package static var example: Self {
        var members = JSONObject()
        members["body"] = "<p>Rain is water that comes back.</p>"
        return Self(members)
    }
}
