import Access
import ContentAPI
import Endpoints
import Postgres
import Values

extension ContentService {
    func showLesson(_ request: GetLesson, _ call: Call) async throws -> GetLesson.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            var lesson = try transaction.lesson(request.lessonID)
            guard let course = lesson.courseID else {
                try transaction.checkOwns(lesson.id, caller)
                return GetLesson.Response(lesson: lesson)
            }
            let standing = try transaction.standing(of: caller, in: CourseReference(course))
            if !standing.teaches {
                guard lesson.isPublished else { throw ContentError.noSuchLesson }
                try standing.checkReads(as: caller, orThrow: .noSuchLesson)
                lesson.content = lesson.content.withoutAnswers
            }
            if caller.role == .student {
                lesson.completed = try transaction.hasCompleted(lesson.id, caller.userID)
            }
            return GetLesson.Response(lesson: lesson)
        }
    }
}

extension Transaction {
    /// A lesson as it was written.
    func lesson(_ id: LessonID) throws -> Lesson {
        let lesson: Lesson? = try first(
            """
            select id, title, type, content, nullif(resources, '[]') as resources, module_id, course_id,
                duration_minutes, position, is_published
            from content.lessons
            where id = \(id)
            """
        )
        guard let lesson else { throw ContentError.noSuchLesson }
        return lesson
    }

    /// Locks a lesson that the caller may change: of a course they teach, or in no course yet and written by them.
    func lessonToChange(_ id: LessonID, by caller: Principal) throws -> Lesson {
        try execute("select from content.lessons where id = \(id) for update")
        let lesson = try lesson(id)
        if let course = lesson.courseID {
            guard try standing(of: caller, in: CourseReference(course)).teaches else {
                throw ContentError.noSuchLesson
            }
        } else {
            try checkOwns(id, caller)
        }
        return lesson
    }

    /// A lesson that stands in no module is its author's alone, and the administrators'.
    fileprivate func checkOwns(_ lesson: LessonID, _ caller: Principal) throws {
        let author: UserID? = try value("select author_id from content.lessons where id = \(lesson)")
        guard author == caller.userID || caller.runsSchool else { throw ContentError.noSuchLesson }
    }

    fileprivate func hasCompleted(_ lesson: LessonID, _ learner: UserID) throws -> Bool {
        let isCompleted: Bool? = try value(
            """
            select exists (
                select from lms.public_lesson_completions where lesson_id = \(lesson) and user_id = \(learner)
            )
            """
        )
        return isCompleted == true
    }
}
