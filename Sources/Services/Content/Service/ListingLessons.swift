import ContentAPI
import Endpoints
import Postgres
import Values

extension ContentService {
    func listLessons(_ request: ListLessons, _ call: Call) async throws -> ListLessons.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            let course: CourseID? = try transaction.value(
                "select course_id from content.modules where id = \(request.moduleID)"
            )
            guard let course else { throw ContentError.noSuchModule }
            let standing = try transaction.standing(of: caller, in: CourseReference(course))
            try standing.checkReads(as: caller, orThrow: .noSuchModule)
            let learner = try transaction.learner(request.studentID, askedBy: caller)
            return ListLessons.Response(
                lessons: try transaction.all(
                    """
                    select lesson.id, lesson.module_id, lesson.title, lesson.type, lesson.duration_minutes,
                        lesson.position, lesson.is_published, completion.lesson_id is not null as completed,
                        lesson.content ->> 'video_url' as video_url, nullif(lesson.resources, '[]') as resources
                    from content.lessons lesson
                    left join lms.public_lesson_completions completion
                        on completion.tenant_id = lesson.tenant_id and completion.course_id = \(course)
                        and completion.user_id = \(learner) and completion.lesson_id = lesson.id
                    where lesson.module_id = \(request.moduleID) and (lesson.is_published or \(standing.teaches))
                    order by lesson.position, lesson.id
                    """
                )
            )
        }
    }
}
