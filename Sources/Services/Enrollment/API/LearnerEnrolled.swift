import Events
package import Values

/// Somebody was put in a course: announced once for an enrolment, and again when somebody who had left comes back.
package struct LearnerEnrolled: Event {
    package static let name = "enrollment.learner_enrolled"

    package var enrollmentID: EnrollmentID
    package var courseID: CourseID
    package var courseTitle: String
    package var userID: UserID
    /// The learner, a parent or an admin.
    package var enrolledBy: UserID

    package init(
        enrollmentID: EnrollmentID,
        courseID: CourseID,
        courseTitle: String,
        userID: UserID,
        enrolledBy: UserID
    ) {
        (self.enrollmentID, self.courseID, self.courseTitle) = (enrollmentID, courseID, courseTitle)
        (self.userID, self.enrolledBy) = (userID, enrolledBy)
    }
}

/// Somebody left a course without completing it.
package struct LearnerDropped: Event {
    package static let name = "enrollment.learner_dropped"

    package var enrollmentID: EnrollmentID
    package var courseID: CourseID
    package var courseTitle: String
    package var userID: UserID
    /// The learner, a parent or an admin.
    package var droppedBy: UserID

    package init(
        enrollmentID: EnrollmentID,
        courseID: CourseID,
        courseTitle: String,
        userID: UserID,
        droppedBy: UserID
    ) {
        (self.enrollmentID, self.courseID, self.courseTitle) = (enrollmentID, courseID, courseTitle)
        (self.userID, self.droppedBy) = (userID, droppedBy)
    }
}
