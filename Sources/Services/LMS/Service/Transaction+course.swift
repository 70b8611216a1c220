import Access
import LMSAPI
import Postgres
import Values

extension Transaction {
    /// A course as a caller sees it, with the learner's share in it; refused when it is not the caller's to see.
    func course(_ reference: CourseReference, seenBy caller: Principal, learner: UserID) throws -> Course {
        let course: Course? = try first(
            """
            select course.id, course.code, course.title, course.description, course.subject, course.grade_level,
                course.status, course.instructor_id,
                coalesce((
                    select person.name from auth.public_people person
                    where person.tenant_id = course.tenant_id and person.id = course.instructor_id
                ), '') as instructor_name,
                course.thumbnail_url, course.seat_limit, course.self_enrollment,
                (
                    select count(*) from enrollment.public_enrollments seat
                    where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                        and seat.status <> 'dropped'
                ) as enrollment_count,
                lessons.lesson_count,
                course.enrolled,
                case when course.enrolled
                    then coalesce(round(100.0 * lessons.completed / nullif(lessons.lesson_count, 0), 1), 0)::float8
                end as progress_percentage
            from (
                select courses.*, exists (
                    select from enrollment.public_enrollments seat
                    where seat.tenant_id = courses.tenant_id and seat.course_id = courses.id
                        and seat.user_id = \(learner) and seat.status <> 'dropped'
                ) as enrolled
                from lms.courses
                where id = coalesce(\(reference.id), (
                    select named.id from lms.courses named where named.code = \(reference.code)
                ))
            ) course
            cross join lateral (
                select count(*) as lesson_count, count(completion.lesson_id) as completed
                from content.public_lessons lesson
                left join lms.lesson_completions completion
                    on completion.tenant_id = lesson.tenant_id and completion.user_id = \(learner)
                    and completion.course_id = lesson.course_id and completion.lesson_id = lesson.id
                where lesson.tenant_id = course.tenant_id and lesson.course_id = course.id and lesson.is_published
            ) lessons
            where case \(caller.audience)
                when 'everything' then true
                when 'taught' then course.instructor_id = \(caller.userID)
                else course.status = 'active' or (course.status = 'archived' and course.enrolled)
            end
            """
        )
        guard let course else { throw LMSError.noSuchCourse }
        return course
    }

    /// A course that the caller may change, locked until the transaction ends; others may still refer to it.
    func courseToChange(_ reference: CourseReference, by caller: Principal) throws -> ChangingCourse {
        let course: ChangingCourse? = try first(
            """
            select id, title, status
            from lms.courses
            where id = coalesce(\(reference.id), (
                    select named.id from lms.courses named where named.code = \(reference.code)
                ))
                and (\(caller.audience) = 'everything' or instructor_id = \(caller.userID))
            for no key update
            """
        )
        guard let course else { throw LMSError.noSuchCourse }
        return course
    }
}

/// A course as it was before the change.
struct ChangingCourse: Decodable {
    let id: CourseID
    let title: String
    let status: CourseStatus
}
