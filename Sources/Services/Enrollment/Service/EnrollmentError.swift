import Endpoints
import EnrollmentAPI

/// Why an operation of this service was refused.
enum EnrollmentError: ProblemConvertible {
    case unknownCourse
    case unknownStudent
    case unknownParent
    case unknownGuardianship
    case notEnrolled
    case notYourself
    case notYourChild
    case notYourFamily
    case notYourCourse
    case selfEnrollmentDisabled
    case studentRequired
    case notAStudent
    case notAParent
    case courseArchived
    /// The titles of the courses to complete first.
    case prerequisiteMissing([String])
    case courseFull
    case alreadyCompleted
    case wrongNumberOfStudents

    var problem: Problem {
        switch self {
        case .unknownCourse: .notFound("course")
        case .unknownStudent: .notFound("student")
        case .unknownParent: .notFound("parent")
        case .unknownGuardianship: .notFound("guardianship")
        case .notEnrolled: .notFound("enrolment")
        case .notYourself: .forbidden("Students may do this only for themselves.")
        case .notYourChild: .forbidden("You are not linked to that student.", code: "not_your_child")
        case .notYourFamily: .forbidden("Parents see only their own children.")
        case .notYourCourse: .forbidden("Somebody else teaches this course.", code: "not_your_course")
        case .selfEnrollmentDisabled:
            .forbidden("The school decides who takes this course.", code: "self_enrollment_disabled")
        case .studentRequired: .invalid("student_id", "is required")
        case .notAStudent: .invalid("student_id", "must be a student's")
        case .notAParent: .invalid("parent_id", "must be a parent's")
        case .courseArchived: .conflict("course_archived", "This course has ended.")
        case .prerequisiteMissing(let titles):
            .conflict("prerequisite_missing", "Complete first: \(titles.joined(separator: ", ")).")
        case .courseFull: .conflict("course_full", "Every seat of this course is taken.")
        case .alreadyCompleted: .conflict("already_completed", "This course is completed and stays so.")
        case .wrongNumberOfStudents:
            .invalid("student_ids", "must name 1 to \(EnrollLearners.maximumLearners) students")
        }
    }
}
