package import Access
package import Endpoints
package import Values

/// Changes what is named of a course: for its teacher and administrators. What is not named stays.
package struct UpdateCourse: Endpoint {
    package static let route = Route.patch(
        "/courses/{course_id}",
        "Changes a course.",
        aliases: ["/api/lms/courses/{course_id}"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package var courseID: CourseReference
    package var title: Line<200>?
    package var description: Paragraphs<5000>?
    package var subject: Paragraphs<100>?
    package var gradeLevel: Paragraphs<50>?
    package var code: CourseCode?
    /// Who teaches it: for administrators.
    package var instructorID: UserID?
    /// All courses that have to be completed first, in place of those so far, at most 20.
    package var prerequisites: [CourseID]?
    /// `null` takes the limit away.
    package var seatLimit: Change<SeatLimit>
    package var selfEnrollment: Bool?
    /// `null` takes the picture away.
    package var thumbnailURL: Change<WebAddress>
    package var status: CourseStatus?

    package struct Response: Codable, Sendable {
        package var course: Course
        package var message: String

        package init(course: Course, message: String) { (self.course, self.message) = (course, message) }
    }
}

/// Ends a course: its learners may go on reading, nobody joins or completes lessons. Archiving twice archives once.
package struct ArchiveCourse: Endpoint {
    package static let route = Route.post(
        "/courses/{course_id}/archive",
        "Ends a course.",
        aliases: ["/api/lms/courses/{course_id}/archive"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = UpdateCourse.Response
    package var courseID: CourseReference
}
