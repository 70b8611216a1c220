package import Access
package import Endpoints
package import Values

/// Puts a learner in a course.
///
/// Learners enrol themselves and send no body; a parent names a linked child and an admin any student of the school.
/// Asking twice enrols once and answers the same, also when the last seat has gone or the course was archived since.
/// After a drop the learner may enrol again.
///
/// Refused with 403 `self_enrollment_disabled` (students and parents) and `not_your_child`, and with 409
/// `course_archived`, `prerequisite_missing` (the message names the courses to complete first) and `course_full`.
package struct EnrollInCourse: Endpoint {
    package static let route = Route.post(
        "/courses/{course_id}/enroll",
        "Puts a learner in a course; asking twice enrols once.",
        aliases: ["/api/enrollment/enroll", "/api/lms/enroll"]
    )
    package static let access = Access.roles(.student, .parent, .admin)

    /// From the path, or from the body on the other paths; a course's code will do.
    package var courseID: CourseReference
    /// Whom a parent or an admin enrols.
    package var studentID: UserID?

    package init(courseID: CourseReference, studentID: UserID? = nil) {
        (self.courseID, self.studentID) = (courseID, studentID)
    }

    package struct Response: Codable, Sendable {
        package var message: String
        package var enrollmentID: EnrollmentID
        package var status: EnrollmentStatus
        package var course: CourseTitle

        package init(message: String, enrollmentID: EnrollmentID, status: EnrollmentStatus, course: CourseTitle) {
            (self.message, self.enrollmentID, self.status, self.course) = (message, enrollmentID, status, course)
        }
    }
}

/// A course by its id and title.
package struct CourseTitle: Codable, Sendable {
    package var id: CourseID
    package var title: String

    package init(id: CourseID, title: String) { (self.id, self.title) = (id, title) }
}
