package import Access
package import Endpoints
package import Values

/// The lessons of a module in order, without what stands in them (contract section 1.4).
///
/// For the learners of the course and their parents, who see what is published; for its teacher and administrators.
package struct ListLessons: Endpoint {
    package static let route = Route.get(
        "/api/content/modules/{module_id}/lessons",
        "The lessons of a module in order.",
        aliases: ["/api/content/lessons/{module_id}"]
    )
    package static let access = Access.signedIn
    package var moduleID: ModuleID
    package var studentID: UserID?

    package struct Response: Codable, Sendable {
        package var lessons: [LessonSummary]

        package init(lessons: [LessonSummary]) { self.lessons = lessons }
    }
}

/// A lesson as the list of a module shows it.
package struct LessonSummary: Codable, Sendable {
    package var id: LessonID
    package var moduleID: ModuleID
    package var title: String
    package var type: LessonType
    package var durationMinutes: Int?
    package var position: Int
    package var isPublished: Bool
    package var completed: Bool
    /// The member `video_url` of its content, when there is one.
    package var videoURL: String?
    package var resources: [LessonResource]?
}
