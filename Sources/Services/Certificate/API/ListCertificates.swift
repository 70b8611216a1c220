package import Access
package import Endpoints
package import Values

/// The certificates the caller may see, newest first.
///
/// Learners see their own, parents those of their children too, teachers those of the courses they teach too, admins
/// every one of the school. The filters only narrow that: what the caller may not see is not in the list.
package struct ListCertificates: Endpoint {
    package static let route = Route.get("/api/certificates", "The certificates the caller may see, newest first.")
    package static let access = Access.signedIn

    /// Of one course, by its id or code.
    package var courseID: CourseReference?
    /// Of one learner.
    package var userID: UserID?
    /// Of one child: what parents' pages call the learner.
    package var studentID: UserID?
    /// From 1, the default.
    package var page: PageNumber?
    /// 50 unless told.
    package var limit: PageLimit?

    package init(
        courseID: CourseReference? = nil,
        userID: UserID? = nil,
        studentID: UserID? = nil,
        page: PageNumber? = nil,
        limit: PageLimit? = nil
    ) {
        (self.courseID, self.userID, self.studentID) = (courseID, userID, studentID)
        (self.page, self.limit) = (page, limit)
    }

    package struct Response: Codable, Sendable {
        package var certificates: [IssuedCertificate]
        /// Whether the next page has any.
        package var hasMore: Bool

        package init(certificates: [IssuedCertificate], hasMore: Bool) {
            (self.certificates, self.hasMore) = (certificates, hasMore)
        }
    }
}
