package import Access
package import Endpoints
package import Values

/// Makes a parent the guardian of a student, or changes what the student is to the parent.
///
/// Only admins link: a parent who could do it alone would see any child's grades.
package struct LinkStudent: Endpoint {
    package static let route = Route.post(
        "/api/enrollment/parents/link-student",
        "Makes a parent the guardian of a student."
    )
    package static let access = Access.roles(.admin)

    package var parentID: UserID
    package var studentID: UserID
    /// What the student is to the parent: `daughter`, `son`, `ward`.
    package var relationship: Line<40>
    /// The student's grade, such as `Grade 5`; left out, it stays as it is.
    package var gradeLevel: Line<40>?

    package init(parentID: UserID, studentID: UserID, relationship: Line<40>, gradeLevel: Line<40>? = nil) {
        (self.parentID, self.studentID) = (parentID, studentID)
        (self.relationship, self.gradeLevel) = (relationship, gradeLevel)
    }

    package typealias Response = Acknowledged
}

/// Ends a guardianship: the parent no longer sees the child.
package struct UnlinkStudent: Endpoint {
    package static let route = Route.delete(
        "/api/enrollment/parents/{parent_id}/students/{student_id}",
        "Ends a guardianship."
    )
    package static let access = Access.roles(.admin)

    package var parentID: UserID
    package var studentID: UserID

    package typealias Response = Acknowledged
}
