import Endpoints
import LMSAPI
import Postgres
import Values

extension LMSService {
    func showCourse(_ request: GetCourse, _ call: Call) async throws -> GetCourse.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            let learner = try transaction.learner(request.studentID, askedBy: caller)
            let course = try transaction.course(request.courseID, seenBy: caller, learner: learner)
            return GetCourse.Response(
                course: CourseDetail(
                    course: course,
                    syllabus: try transaction.syllabus(
                        of: course.id,
                        for: learner,
                        withDrafts: caller.audience != .open
                    ),
                    progress: try transaction.progress(of: learner, in: course.id),
                    prerequisites: try transaction.prerequisites(of: course.id, for: learner)
                )
            )
        }
    }

    func showProgress(
        _ request: GetCourseProgress,
        _ call: Call
    ) async throws -> GetCourseProgress.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            let learner = try transaction.learner(request.studentID, askedBy: caller)
            let course = try transaction.course(request.courseID, seenBy: caller, learner: learner)
            return GetCourseProgress.Response(progress: try transaction.progress(of: learner, in: course.id))
        }
    }
}

extension Transaction {
    /// Modules and lessons in order; lessons that are not published only `withDrafts`.
    fileprivate func syllabus(
        of course: CourseID,
        for learner: UserID,
        withDrafts: Bool
    ) throws -> [SyllabusModule] {
        let rows = try all(
            """
            select module.id as module_id, module.title as module_title, module.description as module_description,
                lesson.id, lesson.title, lesson.type, lesson.duration_minutes, lesson.is_published,
                completion.lesson_id is not null as completed
            from content.public_modules module
            left join (
                select * from content.public_lessons
                where course_id = \(course) and (is_published or \(withDrafts))
            ) lesson on lesson.tenant_id = module.tenant_id and lesson.module_id = module.id
            left join lms.lesson_completions completion
                on completion.tenant_id = lesson.tenant_id and completion.user_id = \(learner)
                and completion.course_id = lesson.course_id and completion.lesson_id = lesson.id
            where module.course_id = \(course)
            order by module.position, module.id, lesson.position, lesson.id
            """,
            as: SyllabusRow.self
        )
        var modules: [SyllabusModule] = []
        for row in rows {
            if modules.last?.id != row.moduleID {
                modules.append(
                    SyllabusModule(
                        id: row.moduleID,
                        title: row.moduleTitle,
                        description: row.moduleDescription,
                        lessons: []
                    )
                )
            }
            if let lesson = row.lesson { modules[modules.count - 1].lessons.append(lesson) }
        }
        return modules
    }

    fileprivate func prerequisites(of course: CourseID, for learner: UserID) throws -> [Prerequisite] {
        try all(
            """
            select prerequisite.id, prerequisite.title, progress.completed_at is not null as completed
            from lms.prerequisites needed
            join lms.courses prerequisite
                on prerequisite.tenant_id = needed.tenant_id and prerequisite.id = needed.prerequisite_id
            left join lms.course_progress progress
                on progress.tenant_id = prerequisite.tenant_id and progress.user_id = \(learner)
                and progress.course_id = prerequisite.id
            where needed.course_id = \(course)
            order by lower(prerequisite.title), prerequisite.id
            """
        )
    }
}

/// A lesson with its module; a module without lessons is one row without a lesson.
private struct SyllabusRow: Decodable {
    let moduleID: ModuleID
    let moduleTitle: String
    let moduleDescription: String
    let lesson: SyllabusLesson?

    private enum CodingKeys: CodingKey {
        case moduleID
        case moduleTitle
        case moduleDescription
        case id
    }

    init(from decoder: any Decoder) throws {
        let columns = try decoder.container(keyedBy: CodingKeys.self)
        moduleID = try columns.decode(ModuleID.self, forKey: .moduleID)
        moduleTitle = try columns.decode(String.self, forKey: .moduleTitle)
        moduleDescription = try columns.decode(String.self, forKey: .moduleDescription)
        let hasLesson = try columns.decodeIfPresent(LessonID.self, forKey: .id) != nil
        lesson = hasLesson ? try SyllabusLesson(from: decoder) : nil
    }
}
