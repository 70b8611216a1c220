import Access
import FoundationEssentials
import LMSAPI
import Postgres
import Values

extension Transaction {
    /// Whose progress is meant: the caller's own unless a student is named whom the caller may ask about.
    func learner(_ studentID: UserID?, askedBy caller: Principal) throws -> UserID {
        guard let studentID, studentID != caller.userID else { return caller.userID }
        let mayAsk: Bool? =
            switch caller.role {
            case .student: false
            case .parent:
                try value(
                    """
                    select exists (
                        select from enrollment.public_guardianships
                        where guardian_id = \(caller.userID) and student_id = \(studentID)
                    )
                    """
                )
            case .teacher, .admin, .superAdmin:
                try value(
                    """
                    select exists (
                        select from auth.public_people where id = \(studentID) and role = 'student'
                    )
                    """
                )
            }
        guard mayAsk == true else { throw LMSError.noSuchStudent }
        return studentID
    }

    /// How far a learner is in a course.
    func progress(of learner: UserID, in course: CourseID) throws -> Progress {
        struct Count: Decodable {
            let total: Int
            let completed: Int
            let completedAt: Date?
        }
        let count: Count? = try first(
            """
            select count(*) as total, count(completion.lesson_id) as completed, (
                select completed_at from lms.course_progress
                where user_id = \(learner) and course_id = \(course)
            ) as completed_at
            from content.public_lessons lesson
            left join lms.lesson_completions completion
                on completion.tenant_id = lesson.tenant_id and completion.user_id = \(learner)
                and completion.course_id = lesson.course_id and completion.lesson_id = lesson.id
            where lesson.course_id = \(course) and lesson.is_published
            """
        )
        return Progress(
            completed: count?.completed ?? 0,
            of: count?.total ?? 0,
            completedAt: count?.completedAt
        )
    }
}
