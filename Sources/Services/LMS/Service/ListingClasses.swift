import Access
import Endpoints
import LMSAPI
import Postgres

extension LMSService {
    func listClasses(_ request: ListTeacherClasses, _ call: Call) async throws -> ListTeacherClasses.Response {
        let caller = try call.caller
        guard caller.audience == .everything || caller.userID == request.teacherID else {
            throw LMSError.classesOfAnotherTeacher
        }
        return try await call.read { transaction in
            let isThere: Bool? = try transaction.value(
                """
                select exists (
                    select from auth.public_people
                    where id = \(request.teacherID) and role in ('teacher', 'admin', 'super_admin')
                )
                """
            )
            guard isThere == true else { throw LMSError.noSuchTeacher }
            return ListTeacherClasses.Response(
                classes: try transaction.all(
                    """
                    select course.id, course.id as course_id, course.code, course.title as name, course.grade_level,
                        (
                            select count(*) from enrollment.public_enrollments seat
                            where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                                and seat.status <> 'dropped'
                        ) as student_count,
                        0::bigint as assignments_to_grade
                    from lms.courses course
                    where course.instructor_id = \(request.teacherID) and course.status = 'active'
                    order by lower(course.title), course.id
                    limit \(ListCourses.fullSet)
                    """
                )
            )
        }
    }
}
