package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Adds a module at the end of a course, possibly with its first lessons (contract section 1.4).
///
/// For the course's teacher and administrators. The course may be named by its code, as the teacher portal does.
package struct CreateModule: Endpoint {
    package static let route = Route.post(
        "/modules",
        "Adds a module to a course.",
        success: .created,
        aliases: ["/api/content/modules"]
    )
    package static let access = Access.roles(.teacher, .admin)
    /// Older clients also send an index and who they are.
    package static let unknownNames = UnknownNames.ignored
    package var title: Line<200>
    package var description: Paragraphs<5000>?
    package var courseID: CourseReference
    /// At most 50.
    package var lessons: [LessonDraft]?

    package init(
        title: Line<200>,
        description: Paragraphs<5000>? = nil,
        courseID: CourseReference,
        lessons: [LessonDraft]? = nil
    ) {
        (self.title, self.description) = (title, description)
        (self.courseID, self.lessons) = (courseID, lessons)
    }

    package struct Response: Codable, Sendable {
        package var module: CourseModule
        package var moduleID: ModuleID
        package var message: String

        package init(_ module: CourseModule, message: String) {
            (self.module, moduleID, self.message) = (module, module.id, message)
        }
    }
}

/// Changes what is named of a module: for the course's teacher and administrators.
package struct UpdateModule: Endpoint {
    package static let route = Route.patch(
        "/modules/{module_id}",
        "Changes a module.",
        aliases: ["/api/content/modules/{module_id}"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CreateModule.Response
    package var moduleID: ModuleID
    package var title: Line<200>?
    package var description: Paragraphs<5000>?
}

/// Removes a module that has no lessons.
package struct DeleteModule: Endpoint {
    package static let route = Route.delete(
        "/modules/{module_id}",
        "Removes an empty module.",
        aliases: ["/api/content/modules/{module_id}"]
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = Acknowledged
    package var moduleID: ModuleID
}
