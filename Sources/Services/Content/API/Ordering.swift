package import Access
package import Endpoints
package import Values

/// Puts the modules of a course into another order; all of them have to be named, each once.
package struct OrderModules: Endpoint {
    package static let route = Route.put(
        "/api/content/courses/{course_id}/modules/order",
        "Puts the modules of a course into another order."
    )
    package static let access = Access.roles(.teacher, .admin)
    package var courseID: CourseReference
    package var moduleIDs: [ModuleID]

    package struct Response: Codable, Sendable {
        package var moduleIDs: [ModuleID]
        package var message: String

        package init(moduleIDs: [ModuleID], message: String) {
            (self.moduleIDs, self.message) = (moduleIDs, message)
        }
    }
}

/// Puts the lessons of a module into another order; all of them have to be named, each once.
package struct OrderLessons: Endpoint {
    package static let route = Route.put(
        "/api/content/modules/{module_id}/lessons/order",
        "Puts the lessons of a module into another order."
    )
    package static let access = Access.roles(.teacher, .admin)
    package var moduleID: ModuleID
    package var lessonIDs: [LessonID]

    package struct Response: Codable, Sendable {
        package var lessonIDs: [LessonID]
        package var message: String

        package init(lessonIDs: [LessonID], message: String) {
            (self.lessonIDs, self.message) = (lessonIDs, message)
        }
    }
}
