import ContentAPI
import Endpoints
import Events
import Postgres

extension ContentService {
    func publishLesson(_ request: PublishLesson, _ call: Call) async throws -> CreateLesson.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let lesson = try transaction.lessonToChange(request.lessonID, by: caller)
            if !lesson.isPublished {
                try transaction.show(lesson, true)
                if let course = lesson.courseID {
                    try transaction.announce(LessonPublished(lessonID: lesson.id, courseID: course))
                }
            }
            return CreateLesson.Response(try transaction.lesson(lesson.id), message: "Lesson published.")
        }
    }

    func unpublishLesson(_ request: UnpublishLesson, _ call: Call) async throws -> CreateLesson.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let lesson = try transaction.lessonToChange(request.lessonID, by: caller)
            if lesson.isPublished { try transaction.show(lesson, false) }
            return CreateLesson.Response(try transaction.lesson(lesson.id), message: "Lesson hidden.")
        }
    }
}

extension Transaction {
    fileprivate func show(_ lesson: Lesson, _ isPublished: Bool) throws {
        try execute(
            """
            update content.lessons set is_published = \(isPublished), updated_at = now() where id = \(lesson.id)
            """
        )
    }
}
