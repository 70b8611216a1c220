import Access
import ContentAPI
import Endpoints
import Events
import Postgres
import Values

extension ContentService {
    func updateLesson(_ request: UpdateLesson, _ call: Call) async throws -> CreateLesson.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let lesson = try transaction.lessonToChange(request.lessonID, by: caller)
            try transaction.change(lesson.id, as: request)
            if let module = request.moduleID, module != lesson.moduleID {
                try transaction.move(lesson, to: module, by: caller)
            }
            return CreateLesson.Response(try transaction.lesson(lesson.id), message: "Lesson changed.")
        }
    }

    func deleteLesson(_ request: DeleteLesson, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        return try await call.write { transaction in
            let lesson = try transaction.lessonToChange(request.lessonID, by: caller)
            let deleted = try transaction.execute(
                """
                delete from content.lessons
                where id = \(lesson.id)
                    and not exists (select from lms.public_lesson_completions where lesson_id = \(lesson.id))
                """
            )
            guard deleted == 1 else { throw ContentError.lessonCompleted }
            return Acknowledged("Lesson removed.")
        }
    }
}

extension Transaction {
    fileprivate func change(_ lesson: LessonID, as request: UpdateLesson) throws {
        let content = try request.content.map { JSON.object(try $0.prepared().members) }
        let resources = try request.resources.map { try LessonResources($0) }
        try execute(
            """
            update content.lessons set
                title = coalesce(\(request.title), title),
                type = coalesce(\(request.type), type),
                content = coalesce(\(content), content),
                resources = coalesce(\(json: resources), resources),
                duration_minutes = coalesce(\(request.durationMinutes?.value), duration_minutes),
                updated_at = now()
            where id = \(lesson)
            """
        )
    }

    /// Puts a lesson at the end of another module of its course; one that stands in none, of any the caller teaches.
    fileprivate func move(_ lesson: Lesson, to module: ModuleID, by caller: Principal) throws {
        let course = try courseOfModule(module, taughtBy: caller)
        guard lesson.courseID == nil || lesson.courseID == course else { throw ContentError.moduleOfAnotherCourse }
        try execute(
            """
            update content.lessons set course_id = \(course), module_id = \(module), updated_at = now(),
                position = (
                    select coalesce(max(other.position), 0) + 1
                    from content.lessons other where other.module_id = \(module)
                )
            where id = \(lesson.id)
            """
        )
        if lesson.courseID == nil, lesson.isPublished {
            try announce(LessonPublished(lessonID: lesson.id, courseID: course))
        }
    }
}
