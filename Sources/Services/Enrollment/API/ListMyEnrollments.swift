package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The courses a learner takes, newest first, each with how far the learner has come.
///
/// Without `status`, all but the dropped ones. Parents name a linked child.
package struct ListMyEnrollments: Endpoint {
    package static let route = Route.get(
        "/api/enrollment/my",
        "The caller's enrolments with course details and progress.",
        aliases: ["/api/lms/enrollments"]
    )
    package static let access = Access.roles(.student, .parent)

    package var status: EnrollmentStatus?
    /// Which child a parent means.
    package var studentID: UserID?
    /// From 1, pages of `limit`.
    package var page: PageNumber?
    /// At most 100, which is also what is assumed.
    package var limit: PageLimit?

    package struct Response: Codable, Sendable {
        package var enrollments: [MyEnrollment]
        /// How many there are on all pages.
        package var total: Int

        package init(enrollments: [MyEnrollment], total: Int) {
            (self.enrollments, self.total) = (enrollments, total)
        }
    }
}

/// One enrolment as the learner sees it.
package struct MyEnrollment: Codable, Sendable {
    package var id: EnrollmentID
    package var course: EnrolledCourse
    package var status: EnrollmentStatus
    package var enrolledAt: Date
    package var completedAt: Date?
    package var completedLessons: Int
    /// Published lessons.
    package var totalLessons: Int
    /// Completed lessons in a hundred published ones.
    package var progressPercentage: Percentage

    package init(
        id: EnrollmentID,
        course: EnrolledCourse,
        status: EnrollmentStatus,
        enrolledAt: Date,
        completedAt: Date?,
        completedLessons: Int,
        totalLessons: Int,
        progressPercentage: Percentage
    ) {
        (self.id, self.course, self.status) = (id, course, status)
        (self.enrolledAt, self.completedAt) = (enrolledAt, completedAt)
        (self.completedLessons, self.totalLessons) = (completedLessons, totalLessons)
        self.progressPercentage = progressPercentage
    }
}

/// What a learner sees of a course in the list of enrolments.
package struct EnrolledCourse: Codable, Sendable {
    package var id: CourseID
    package var code: String?
    package var title: String
    package var description: String
    package var subject: String?
    package var gradeLevel: String?
    package var instructorName: String

    package init(
        id: CourseID,
        code: String?,
        title: String,
        description: String,
        subject: String?,
        gradeLevel: String?,
        instructorName: String
    ) {
        (self.id, self.code, self.title, self.description) = (id, code, title, description)
        (self.subject, self.gradeLevel, self.instructorName) = (subject, gradeLevel, instructorName)
    }
}
