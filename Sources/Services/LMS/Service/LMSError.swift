package import Endpoints

/// What the learning service refuses.
package enum LMSError: ProblemConvertible {
    /// Unknown, of another school, or not for the caller to see.
    case noSuchCourse
    case noSuchLesson
    case noSuchStudent
    case noSuchTeacher
    /// Completing a lesson without a seat in its course.
    case notEnrolled
    case courseArchived
    case codeTaken
    /// A course would have to be completed before itself.
    case prerequisiteCycle
    case classesOfAnotherTeacher
    case assignedByTeacher

    package var problem: Problem {
        switch self {
        case .noSuchCourse: .notFound("course")
        case .noSuchLesson: .notFound("lesson")
        case .noSuchStudent: .notFound("student")
        case .noSuchTeacher: .notFound("teacher")
        case .notEnrolled: .forbidden("You are not enrolled in this course.", code: "not_enrolled")
        case .courseArchived: .conflict("course_archived", "This course is archived.")
        case .codeTaken: .conflict("code_taken", "Another course has this code.")
        case .prerequisiteCycle:
            .conflict("prerequisite_cycle", "A course cannot have to be completed before itself.")
        case .classesOfAnotherTeacher: .forbidden("These are the classes of another teacher.")
        case .assignedByTeacher: .forbidden("Only administrators choose who teaches a course.")
        }
    }
}
