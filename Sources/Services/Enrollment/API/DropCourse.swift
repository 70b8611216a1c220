package import Access
package import Endpoints
package import Values

/// Takes a learner out of a course: the caller, or a parent's linked child.
///
/// The seat is free at once. Lessons already completed stay recorded, and enrolling again goes on from there. Dropping
/// twice answers the same. 404 for somebody who was never enrolled, 409 `already_completed` after the last lesson.
package struct DropCourse: Endpoint {
    package static let route = Route.post(
        "/courses/{course_id}/drop",
        "Takes the caller, or a parent's child, out of a course."
    )
    package static let access = Access.roles(.student, .parent)

    /// A course's code will do.
    package var courseID: CourseReference
    /// Which child a parent means.
    package var studentID: UserID?

    package init(courseID: CourseReference, studentID: UserID? = nil) {
        (self.courseID, self.studentID) = (courseID, studentID)
    }

    package typealias Response = DroppedEnrollment
}

/// Takes any learner of the school out of a course.
package struct RemoveLearner: Endpoint {
    package static let route = Route.delete(
        "/api/enrollment/courses/{course_id}/students/{student_id}",
        "Takes a learner out of a course."
    )
    package static let access = Access.roles(.admin)

    /// A course's code will do.
    package var courseID: CourseReference
    package var studentID: UserID

    package init(courseID: CourseReference, studentID: UserID) {
        (self.courseID, self.studentID) = (courseID, studentID)
    }

    package typealias Response = DroppedEnrollment
}

/// An enrolment that has ended without completion.
package struct DroppedEnrollment: Codable, Sendable {
    package var message: String
    package var enrollmentID: EnrollmentID
    package var status: EnrollmentStatus

    package init(message: String, enrollmentID: EnrollmentID) {
        (self.message, self.enrollmentID, status) = (message, enrollmentID, .dropped)
    }
}
