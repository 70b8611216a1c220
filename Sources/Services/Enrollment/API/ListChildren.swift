package import Access
package import Endpoints
package import Values

/// The children linked to a parent: for that parent and for admins.
package struct ListChildren: Endpoint {
    package static let route = Route.get(
        "/api/enrollment/parents/{parent_id}/children",
        "The children linked to a parent."
    )
    package static let access = Access.roles(.parent, .admin)

    package var parentID: UserID

    package struct Response: Codable, Sendable {
        package var children: [Child]

        package init(children: [Child]) { self.children = children }
    }
}

/// A child as the parent portal shows it. Grades and attendance belong to other services and are left out.
package struct Child: Codable, Sendable {
    /// The child's user id, by which all other operations know the child.
    package var id: UserID
    package var firstName: String
    /// Absent for people with one name.
    package var lastName: String?
    /// Such as `Grade 5`; `Not assigned` until the school has said so.
    package var gradeLevel: String
    /// What the child is to the parent: `daughter`, `son`.
    package var relationship: String
    /// Courses taken or completed.
    package var enrolledCourses: Int

    package init(id: UserID, name: PersonName, gradeLevel: String, relationship: String, enrolledCourses: Int) {
        (self.id, firstName, lastName) = (id, name.first, name.last)
        (self.gradeLevel, self.relationship, self.enrolledCourses) = (gradeLevel, relationship, enrolledCourses)
    }
}

/// A full name in the two parts that portals show one after the other.
///
/// Names are kept whole, because not everybody's has two parts; the first word is one part and all the rest the other,
/// so that both together are the name again.
package struct PersonName: Sendable, Hashable {
    package let first: String
    /// `nil` for a single word.
    package let last: String?

    /// Divides a full name at its first blank.
    package init(_ fullName: String) {
        let words = fullName.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        first = words.first.map(String.init) ?? fullName
        last = words.count > 1 ? String(words[1].drop(while: \.isWhitespace)) : nil
    }
}
