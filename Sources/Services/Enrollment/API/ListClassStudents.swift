package import Access
package import Endpoints
package import Values

/// The learners of a class, as the teacher portal lists them: for the class's teacher and for admins.
///
/// A class is a course; the portal knows some by their codes. One that does not exist has nobody in it.
package struct ListClassStudents: Endpoint {
    package static let route = Route.get(
        "/api/enrollment/classes/{class_id}/students",
        "The learners of a class with a guardian's contact."
    )
    package static let access = Access.roles(.teacher, .admin)

    package var classID: CourseReference

    package struct Response: Codable, Sendable {
        package var students: [ClassStudent]

        package init(students: [ClassStudent]) { self.students = students }
    }
}

/// A learner of a class.
package struct ClassStudent: Codable, Sendable {
    /// Whether the learner's account can be used.
    package enum Status: String, Codable, Sendable, CaseIterable {
        case active, inactive
    }

    package var id: UserID
    package var firstName: String
    package var lastName: String?
    package var email: String?
    package var guardianName: String?
    /// The guardian's phone number, or e-mail address for want of one.
    package var guardianContact: String?
    package var status: Status

    package init(
        id: UserID,
        name: PersonName,
        email: String?,
        guardianName: String?,
        guardianContact: String?,
        status: Status
    ) {
        (self.id, firstName, lastName, self.email) = (id, name.first, name.last, email)
        (self.guardianName, self.guardianContact, self.status) = (guardianName, guardianContact, status)
    }
}
