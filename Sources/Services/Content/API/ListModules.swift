package import Access
package import Endpoints
package import Values

/// The modules of a course in order (contract section 1.4).
///
/// For its learners and their parents, its teacher and administrators. With `student_id` a parent sees a linked child's
/// progress, and a teacher a learner's.
package struct ListModules: Endpoint {
    package static let route = Route.get(
        "/api/content/courses/{course_id}/modules",
        "The modules of a course in order.",
        aliases: ["/api/content/modules/{course_id}"]
    )
    package static let access = Access.signedIn
    package var courseID: CourseReference
    package var studentID: UserID?

    package struct Response: Codable, Sendable {
        package var modules: [ModuleSummary]

        package init(modules: [ModuleSummary]) { self.modules = modules }
    }
}
