package import Access
package import Endpoints
package import Values

/// A lesson with what stands in it (contract section 1.4).
///
/// For the learners of its course and their parents once it is published, without the answers of its questions; for the
/// course's teacher and administrators as it was written.
package struct GetLesson: Endpoint {
    package static let route = Route.get("/lessons/{lesson_id}", "A lesson with what stands in it.")
    package static let access = Access.signedIn
    package var lessonID: LessonID

    package struct Response: Codable, Sendable {
        package var lesson: Lesson

        package init(lesson: Lesson) { self.lesson = lesson }
    }
}
