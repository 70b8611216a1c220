package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The classes of a teacher: the active courses they teach (contract section 1.3, variant A).
///
/// For that teacher and administrators.
package struct ListTeacherClasses: Endpoint {
    package static let route = Route.get(
        "/api/lms/teachers/{teacher_id}/classes",
        "The classes of a teacher."
    )
    package static let access = Access.roles(.teacher, .admin)
    package var teacherID: UserID

    package struct Response: Codable, Sendable {
        package var classes: [TeacherClass]

        package init(classes: [TeacherClass]) { self.classes = classes }
    }
}

/// A class card: class and course are one and the same, with one id.
package struct TeacherClass: Codable, Sendable {
    package var id: CourseID
    package var courseID: CourseID
    package var code: String
    package var name: String
    package var gradeLevel: String
    package var studentCount: Int
    /// Submissions that wait for a grade.
    package var assignmentsToGrade: Int
    /// Absent as long as none is scheduled.
    package var nextSession: Date?
}
