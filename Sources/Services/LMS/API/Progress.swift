package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// How far a learner is in a course: completed lessons among the published ones.
///
/// The percentage follows the lessons that exist now, so it falls when a teacher adds one. That the course was
/// completed does not change any more: it shows in `completed_at`.
package struct Progress: Codable, Sendable, Equatable {
    package var completedLessons: Int
    package var totalLessons: Int
    package var percentage: Percentage
    /// When the last lesson that was then missing was completed; absent until then.
    package var completedAt: Date?

    package init(completed: Int, of total: Int, completedAt: Date? = nil) {
        completedLessons = completed
        totalLessons = total
        percentage = Percentage(completed, of: total)
        self.completedAt = completedAt
    }
}

/// How far a learner is in a course (contract section 1.3).
///
/// A student asks about themself; with `student_id`, parents ask about a linked child, teachers and administrators
/// about a student of the school. Who has not begun has completed nothing.
package struct GetCourseProgress: Endpoint {
    package static let route = Route.get("/courses/{course_id}/progress", "How far a learner is in a course.")
    package static let access = Access.signedIn
    package var courseID: CourseReference
    package var studentID: UserID?

    package struct Response: Codable, Sendable {
        package var progress: Progress

        package init(progress: Progress) { self.progress = progress }
    }
}
