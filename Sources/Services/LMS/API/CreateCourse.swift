package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Creates a course, taught by the caller unless an administrator names another teacher.
package struct CreateCourse: Endpoint {
    package static let route = Route.post(
        "/courses",
        "Creates a course.",
        success: .created,
        aliases: ["/api/lms/courses"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package var title: Line<200>
    package var description: Paragraphs<5000>?
    package var subject: Paragraphs<100>?
    package var gradeLevel: Paragraphs<50>?
    /// Made from the title unless given.
    package var code: CourseCode?
    /// Who teaches it: for administrators.
    package var instructorID: UserID?
    /// Courses of the school that have to be completed first, at most 20.
    package var prerequisites: [CourseID]?
    /// No limit unless given.
    package var seatLimit: SeatLimit?
    /// `true` unless given.
    package var selfEnrollment: Bool?
    package var thumbnailURL: WebAddress?
    /// `active` unless given.
    package var status: CourseStatus?

    /// A course that runs, open to everybody; what else it is can be set afterwards.
    package init(
        title: Line<200>,
        description: Paragraphs<5000>? = nil,
        subject: Paragraphs<100>? = nil,
        gradeLevel: Paragraphs<50>? = nil,
        code: CourseCode? = nil
    ) {
        (self.title, self.description, self.subject) = (title, description, subject)
        (self.gradeLevel, self.code) = (gradeLevel, code)
    }

    package struct Response: Codable, Sendable {
        package var course: Course
        package var courseID: CourseID
        package var message: String

        package init(_ course: Course, message: String) {
            (self.course, courseID, self.message) = (course, course.id, message)
        }
    }
}

/// How many learners a course takes at once.
package typealias SeatLimit = Bounded<1, 100_000>

/// A course's short name: 2 to 100 lower-case letters, digits and hyphens, such as `class-stem`; never a UUID.
package struct CourseCode: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let isCode = text.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard (2...100).contains(text.utf8.count), isCode, !text.hasPrefix("-"), !text.hasSuffix("-"),
            CourseID(text) == nil
        else { throw InvalidValue("must be 2 to 100 lower-case letters, digits and hyphens, and no UUID") }
        self.text = text
    }

    package static var schema: JSON { ["type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,98}[a-z0-9]$"] }
    package static var example: Self { Self(trusted: "class-stem") }
    private init(trusted: String) { text = trusted }
}
