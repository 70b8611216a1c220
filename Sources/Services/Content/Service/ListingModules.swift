import ContentAPI
import Endpoints
import Postgres
import Values

extension ContentService {
    func listModules(_ request: ListModules, _ call: Call) async throws -> ListModules.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            let standing = try transaction.standing(of: caller, in: request.courseID)
            try standing.checkReads(as: caller, orThrow: .noSuchCourse)
            let learner = try transaction.learner(request.studentID, askedBy: caller)
            return ListModules.Response(
                modules: try transaction.modules(
                    of: standing.courseID,
                    for: learner,
                    withDrafts: standing.teaches
                )
            )
        }
    }
}

extension Transaction {
    fileprivate func modules(
        of course: CourseID,
        for learner: UserID,
        withDrafts: Bool
    ) throws -> [ModuleSummary] {
        try all(
            """
            select module.id, module.course_id, module.title, module.description, module.position,
                lessons.lesson_count, lessons.completed_lessons,
                lessons.lesson_count > 0 and lessons.completed_lessons = lessons.lesson_count as completed
            from content.modules module
            cross join lateral (
                select count(*) as lesson_count, count(completion.lesson_id) as completed_lessons
                from content.lessons lesson
                left join lms.public_lesson_completions completion
                    on completion.tenant_id = lesson.tenant_id and completion.course_id = \(course)
                    and completion.user_id = \(learner) and completion.lesson_id = lesson.id
                where lesson.tenant_id = module.tenant_id and lesson.module_id = module.id
                    and (lesson.is_published or \(withDrafts))
            ) lessons
            where module.course_id = \(course)
            order by module.position, module.id
            """
        )
    }
}
