package import Access
package import Endpoints
package import Values

/// Puts up to 500 learners in a course, in the order in which they are named, as far as the seats reach.
///
/// Every learner has a result of their own: one who is refused does not stand in the way of the others. All are
/// enrolled in one transaction, so a failed call has enrolled nobody and can be sent again.
package struct EnrollLearners: Endpoint {
    package static let route = Route.post(
        "/api/enrollment/bulk",
        "Puts up to 500 learners in a course, with a result for each."
    )
    package static let access = Access.roles(.admin)
    /// The most learners one call takes.
    package static let maximumLearners = 500

    /// A course's code will do.
    package var courseID: CourseReference
    /// 1 to 500 students; one who is named twice has one result.
    package var studentIDs: [UserID]

    package init(courseID: CourseReference, studentIDs: [UserID]) {
        (self.courseID, self.studentIDs) = (courseID, studentIDs)
    }

    package struct Response: Codable, Sendable {
        package var course: CourseTitle
        /// How many learners this call enrolled.
        package var enrolledCount: Int
        /// How many were enrolled before.
        package var alreadyEnrolledCount: Int
        package var refusedCount: Int
        package var results: [BulkResult]

        package init(course: CourseTitle, results: [BulkResult]) {
            func count(_ outcome: BulkResult.Outcome) -> Int { results.count { $0.outcome == outcome } }
            self.course = course
            self.results = results
            enrolledCount = count(.enrolled)
            alreadyEnrolledCount = count(.alreadyEnrolled)
            refusedCount = count(.refused)
        }
    }
}

/// What became of one learner of a bulk enrolment.
package struct BulkResult: Codable, Sendable {
    /// The three ways it can end.
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case enrolled
        case alreadyEnrolled = "already_enrolled"
        case refused
    }

    package var studentID: UserID
    package var outcome: Outcome
    /// Absent when refused.
    package var enrollmentID: EnrollmentID?
    /// Why refused, for programs: the `code` that enrolling this learner alone would have answered.
    package var code: String?
    /// Why refused, for people.
    package var message: String?

    package init(studentID: UserID, outcome: Outcome, enrollmentID: EnrollmentID) {
        (self.studentID, self.outcome, self.enrollmentID) = (studentID, outcome, enrollmentID)
    }

    package init(studentID: UserID, refusedWith code: String, _ message: String) {
        (self.studentID, outcome) = (studentID, .refused)
        (self.code, self.message) = (code, message)
    }
}
