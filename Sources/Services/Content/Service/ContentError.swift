package import Endpoints

/// What the content service refuses.
package enum ContentError: ProblemConvertible {
    /// Unknown, of another school, or of a course that is another teacher's.
    case noSuchCourse
    case noSuchModule
    case noSuchLesson
    case noSuchStudent
    /// Reading without a seat in the course.
    case notEnrolled
    case moduleNotEmpty
    case lessonCompleted
    /// A lesson was to move into a module of another course.
    case moduleOfAnotherCourse

    package var problem: Problem {
        switch self {
        case .noSuchCourse: .notFound("course")
        case .noSuchModule: .notFound("module")
        case .noSuchLesson: .notFound("lesson")
        case .noSuchStudent: .notFound("student")
        case .notEnrolled: .forbidden("You are not enrolled in this course.", code: "not_enrolled")
        case .moduleNotEmpty: .conflict("module_not_empty", "Remove or move the lessons of this module first.")
        case .lessonCompleted:
            .conflict("lesson_completed", "Somebody has completed this lesson. Unpublish it instead.")
        case .moduleOfAnotherCourse:
            .conflict("other_course", "A lesson cannot move into a module of another course.")
        }
    }
}
