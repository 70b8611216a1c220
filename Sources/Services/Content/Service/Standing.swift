import Access
import ContentAPI
import Postgres
import Values

/// What somebody is to a course.
struct Standing: Decodable {
    let courseID: CourseID
    let isDraft: Bool
    /// Its teacher, or somebody who runs the school.
    let teaches: Bool
    /// One of its learners, or the parent of one.
    let learns: Bool

    /// Lets those read who learn or teach; for other teachers, and in a draft, there is no such thing.
    func checkReads(as caller: Principal, orThrow missing: ContentError) throws {
        if teaches { return }
        guard !isDraft, caller.role != .teacher else { throw missing }
        guard learns else { throw ContentError.notEnrolled }
    }
}

extension Principal {
    var runsSchool: Bool { role == .admin || role == .superAdmin }
}

extension Transaction {
    /// What the caller is to a course, named by its id or its code.
    func standing(of caller: Principal, in course: CourseReference) throws -> Standing {
        let standing: Standing? = try first(
            """
            select course.id as course_id, course.status = 'draft' as is_draft,
                \(caller.runsSchool) or (\(caller.role) = 'teacher' and course.instructor_id = \(caller.userID))
                    as teaches,
                exists (
                    select from enrollment.public_enrollments seat
                    where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                        and seat.status <> 'dropped'
                        and (
                            (\(caller.role) = 'student' and seat.user_id = \(caller.userID))
                            or (\(caller.role) = 'parent' and seat.user_id in (
                                select link.student_id from enrollment.public_guardianships link
                                where link.guardian_id = \(caller.userID)
                            ))
                        )
                ) as learns
            from lms.public_courses course
            where course.id = coalesce(\(course.id), (
                select named.id from lms.public_courses named where named.code = \(course.code)
            ))
            """
        )
        guard let standing else { throw ContentError.noSuchCourse }
        return standing
    }

    /// The course, when the caller may change what it teaches.
    func course(_ course: CourseReference, taughtBy caller: Principal) throws -> CourseID {
        let standing = try standing(of: caller, in: course)
        guard standing.teaches else { throw ContentError.noSuchCourse }
        return standing.courseID
    }

    /// Whose completions are meant: the caller's own unless a student is named whom the caller may ask about.
    func learner(_ studentID: UserID?, askedBy caller: Principal) throws -> UserID {
        guard let studentID, studentID != caller.userID else { return caller.userID }
        let isChild: Bool? = try value(
            """
            select exists (
                select from enrollment.public_guardianships
                where guardian_id = \(caller.userID) and student_id = \(studentID)
            )
            """
        )
        let mayAsk = caller.role == .parent ? isChild == true : caller.role != .student
        guard mayAsk else { throw ContentError.noSuchStudent }
        return studentID
    }
}
