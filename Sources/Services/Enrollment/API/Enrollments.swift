package import Endpoints

/// Who takes which course: enrolment, guardians and their children, rosters.
///
/// A course is lms's, a person is auth's; this service owns what ties them together. Others read
/// `enrollment.public_enrollments` and `enrollment.public_guardianships`, or listen to `LearnerEnrolled` and
/// `LearnerDropped`.
package enum Enrollments {
    /// The service's name, port and paths.
    package static let service = ServiceIdentity(
        "enrollment",
        port: 8021,
        purpose: "Enrolment, rosters and families",
        paths: [
            "/api/enrollment", "/courses/{course_id}/enroll", "/courses/{course_id}/drop", "/api/lms/enroll",
            "/api/lms/enrollments",
        ],
        features: ["Enrollment", "Prerequisites", "Seat Limits", "Bulk Enrollment", "Rosters", "Guardians"]
    )
}

/// Where a learner stands in a course.
package enum EnrollmentStatus: String, Codable, Sendable, CaseIterable {
    case enrolled
    /// Every lesson is done. The learner keeps the seat and the access to the content.
    case completed
    /// The learner left; the seat is free, and enrolling again is allowed.
    case dropped
}
