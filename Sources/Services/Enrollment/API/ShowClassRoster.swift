package import Access
package import Endpoints
package import Values

/// The learners of a class with how far each has come: for the class's teacher and for admins.
///
/// Attendance, average grades and recent submissions belong to other services and are left out.
package struct ShowClassRoster: Endpoint {
    package static let route = Route.get(
        "/api/enrollment/classes/{class_id}/roster",
        "The learners of a class with their progress."
    )
    package static let access = Access.roles(.teacher, .admin)

    package var classID: CourseReference

    package struct Response: Codable, Sendable {
        package var course: CourseTitle
        package var students: [ClassRosterStudent]

        package init(course: CourseTitle, students: [ClassRosterStudent]) {
            (self.course, self.students) = (course, students)
        }
    }
}

/// A learner of a class, and how far the learner has come.
package struct ClassRosterStudent: Codable, Sendable {
    package var id: UserID
    package var name: String
    package var email: String?
    package var enrollmentStatus: EnrollmentStatus
    package var completedLessons: Int
    package var totalLessons: Int
    package var progressPercentage: Percentage
    package var parent: Guardian?

    package init(_ student: RosterStudent, completedLessons: Int, totalLessons: Int) {
        (id, name, email) = (student.id, student.name, student.email)
        (enrollmentStatus, parent) = (student.enrollmentStatus, student.parent)
        (self.completedLessons, self.totalLessons) = (completedLessons, totalLessons)
        progressPercentage = Percentage(completedLessons, of: totalLessons)
    }
}
