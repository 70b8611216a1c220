import ContentAPI
import Endpoints
import Postgres
import Values

extension ContentService {
    func orderModules(_ request: OrderModules, _ call: Call) async throws -> OrderModules.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let course = try transaction.course(request.courseID, taughtBy: caller)
            try transaction.lockOutline(of: course)
            let present: [ModuleID] = try transaction.all(
                "select id from content.modules where course_id = \(course)"
            )
            try Self.check(request.moduleIDs, nameAll: present, in: "module_ids")
            try transaction.execute(
                """
                update content.modules module set position = wanted.position, updated_at = now()
                from unnest(\(request.moduleIDs)) with ordinality as wanted (id, position)
                where module.course_id = \(course) and module.id = wanted.id
                """
            )
            return OrderModules.Response(moduleIDs: request.moduleIDs, message: "Modules put in order.")
        }
    }

    func orderLessons(_ request: OrderLessons, _ call: Call) async throws -> OrderLessons.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            _ = try transaction.courseOfModule(request.moduleID, taughtBy: caller)
            let present: [LessonID] = try transaction.all(
                "select id from content.lessons where module_id = \(request.moduleID)"
            )
            try Self.check(request.lessonIDs, nameAll: present, in: "lesson_ids")
            try transaction.execute(
                """
                update content.lessons lesson set position = wanted.position, updated_at = now()
                from unnest(\(request.lessonIDs)) with ordinality as wanted (id, position)
                where lesson.module_id = \(request.moduleID) and lesson.id = wanted.id
                """
            )
            return OrderLessons.Response(lessonIDs: request.lessonIDs, message: "Lessons put in order.")
        }
    }

    private static func check<Noun>(
        _ named: [Identifier<Noun>],
        nameAll present: [Identifier<Noun>],
        in field: String
    ) throws(InvalidValue) {
        guard named.count == present.count, Set(named) == Set(present) else {
            throw InvalidValue("must name all of them, each once", path: [field])
        }
    }
}
