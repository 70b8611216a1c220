package import Access
package import Endpoints
import HTTPTypes
package import Values

/// What a new lesson is made from.
package struct LessonDraft: Codable, Sendable {
    package var title: Line<200>
    /// `text` unless given.
    package var type: LessonType?
    /// Empty unless given; at most 512 KB. HTML in it is stored as the editor would have written it, nothing else.
    package var content: LessonDocument?
    /// At most 50.
    package var resources: [LessonResource]?
    package var durationMinutes: LessonMinutes?
    /// `true` unless given.
    package var isPublished: Bool?

    package init(
        title: Line<200>,
        type: LessonType? = nil,
        content: LessonDocument? = nil,
        durationMinutes: LessonMinutes? = nil
    ) {
        (self.title, self.type) = (title, type)
        (self.content, self.durationMinutes) = (content, durationMinutes)
    }
}

/// How long a lesson takes: a week at most.
package typealias LessonMinutes = Bounded<0, 10_080>

/// Adds a lesson at the end of a module, or to none yet (contract section 1.4).
///
/// For the course's teacher and administrators. Of two lessons added at once each gets a place of its own.
package struct CreateLesson: Endpoint {
    package static let route = Route.post(
        "/lessons",
        "Adds a lesson.",
        success: .created,
        aliases: ["/api/content/lessons"]
    )
    package static let access = Access.roles(.teacher, .admin)
    /// Older clients also send an index and who they are.
    package static let unknownNames = UnknownNames.ignored
    package var moduleID: ModuleID?
    package var lesson: LessonDraft

    package init(_ lesson: LessonDraft, in moduleID: ModuleID? = nil) {
        (self.lesson, self.moduleID) = (lesson, moduleID)
    }

    package struct Response: Codable, Sendable {
        package var lesson: Lesson
        package var lessonID: LessonID
        package var message: String

        package init(_ lesson: Lesson, message: String) {
            (self.lesson, lessonID, self.message) = (lesson, lesson.id, message)
        }
    }

    private enum CodingKeys: CodingKey { case moduleID }

    /// The draft's members stand beside `module_id`, not in an object of their own.
    package init(from decoder: any Decoder) throws {
        moduleID = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(ModuleID.self, forKey: .moduleID)
        lesson = try LessonDraft(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try lesson.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(moduleID, forKey: .moduleID)
    }
}
