package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The roster of a course by name, with a guardian to call: for its instructor and for admins; 403 for other teachers.
package struct ShowRoster: Endpoint {
    package static let route = Route.get(
        "/api/enrollment/roster/{course_id}",
        "The roster of a course with guardians' contacts."
    )
    package static let access = Access.roles(.teacher, .admin)

    /// A course's code will do.
    package var courseID: CourseReference
    /// From 1, pages of `limit`; with neither, the first 1,000 learners at once.
    package var page: PageNumber?
    package var limit: PageLimit?

    package struct Response: Codable, Sendable {
        package var course: CourseTitle
        package var students: [RosterStudent]
        /// How many learners there are on all pages.
        package var total: Int

        package init(course: CourseTitle, students: [RosterStudent], total: Int) {
            (self.course, self.students, self.total) = (course, students, total)
        }
    }
}

/// A learner on a roster.
package struct RosterStudent: Codable, Sendable {
    package var id: UserID
    package var name: String
    package var email: String?
    package var enrollmentStatus: EnrollmentStatus
    package var enrolledAt: Date
    /// The guardian who was linked first; absent for a learner without one.
    package var parent: Guardian?

    package init(
        id: UserID,
        name: String,
        email: String?,
        enrollmentStatus: EnrollmentStatus,
        enrolledAt: Date,
        parent: Guardian?
    ) {
        (self.id, self.name, self.email) = (id, name, email)
        (self.enrollmentStatus, self.enrolledAt, self.parent) = (enrollmentStatus, enrolledAt, parent)
    }
}

/// Whom a teacher calls about a learner.
package struct Guardian: Codable, Sendable {
    package var name: String
    package var phone: String?
    package var email: String?

    package init(name: String, phone: String?, email: String?) {
        (self.name, self.phone, self.email) = (name, phone, email)
    }
}

/// The roster as a spreadsheet: CSV (RFC 4180) in UTF-8, with a column for each field of `ShowRoster`.
///
/// A cell that a spreadsheet would run as a formula begins with an apostrophe.
package struct ExportRoster: DownloadEndpoint {
    package static let route = Route.get(
        "/api/enrollment/roster/{course_id}/csv",
        "The roster of a course as a spreadsheet.",
        aliases: ["/api/enrollment/classes/{course_id}/roster.csv"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package static let mediaTypes = ["text/csv"]

    /// A course's code will do.
    package var courseID: CourseReference
}
