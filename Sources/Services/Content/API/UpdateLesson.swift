package import Access
package import Endpoints
package import Values

/// Changes what is named of a lesson: for the course's teacher and administrators.
///
/// Another `module_id` of the same course moves it to the end of that module; a lesson in no module may go to any.
package struct UpdateLesson: Endpoint {
    package static let route = Route.patch(
        "/lessons/{lesson_id}",
        "Changes a lesson.",
        aliases: ["/api/content/lessons/{lesson_id}"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CreateLesson.Response
    package var lessonID: LessonID
    package var title: Line<200>?
    package var type: LessonType?
    package var content: LessonDocument?
    package var resources: [LessonResource]?
    package var durationMinutes: LessonMinutes?
    package var moduleID: ModuleID?
}

/// Shows a lesson to the learners of its course. Publishing twice publishes once.
package struct PublishLesson: Endpoint {
    package static let route = Route.post(
        "/lessons/{lesson_id}/publish",
        "Shows a lesson to the learners.",
        aliases: ["/api/content/lessons/{lesson_id}/publish"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CreateLesson.Response
    package var lessonID: LessonID
}

/// Hides a lesson from the learners. Their completions of it are kept, but count no more.
package struct UnpublishLesson: Endpoint {
    package static let route = Route.post(
        "/lessons/{lesson_id}/unpublish",
        "Hides a lesson from the learners.",
        aliases: ["/api/content/lessons/{lesson_id}/unpublish"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CreateLesson.Response
    package var lessonID: LessonID
}

/// Removes a lesson that nobody has completed; one that somebody has can be unpublished.
package struct DeleteLesson: Endpoint {
    package static let route = Route.delete(
        "/lessons/{lesson_id}",
        "Removes a lesson that nobody has completed.",
        aliases: ["/api/content/lessons/{lesson_id}"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = Acknowledged
    package var lessonID: LessonID
}
