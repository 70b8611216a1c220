import Access
import ContentAPI
import Endpoints
import Postgres
import Values

extension ContentService {
    func createModule(_ request: CreateModule, _ call: Call) async throws -> CreateModule.Response {
        let caller = try call.caller
        guard request.lessons?.count ?? 0 <= 50 else {
            throw InvalidValue("must have at most 50 lessons", path: ["lessons"])
        }
        return try await call.write { transaction in
            let course = try transaction.course(request.courseID, taughtBy: caller)
            try transaction.lockOutline(of: course)
            let id = ModuleID()
            try transaction.execute(
                """
                insert into content.modules (tenant_id, id, course_id, title, description, position)
                select \(caller.tenantID), \(id), \(course), \(request.title), \(request.description?.text ?? ""),
                    coalesce(max(position), 0) + 1
                from content.modules
                where course_id = \(course)
                """
            )
            for draft in request.lessons ?? [] {
                _ = try transaction.add(draft, to: (course, id), by: caller)
            }
            return CreateModule.Response(try transaction.module(id), message: "Module created.")
        }
    }

    func updateModule(_ request: UpdateModule, _ call: Call) async throws -> CreateModule.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            _ = try transaction.courseOfModule(request.moduleID, taughtBy: caller)
            try transaction.execute(
                """
                update content.modules set
                    title = coalesce(\(request.title), title),
                    description = coalesce(\(request.description), description),
                    updated_at = now()
                where id = \(request.moduleID)
                """
            )
            return CreateModule.Response(try transaction.module(request.moduleID), message: "Module changed.")
        }
    }

    func deleteModule(_ request: DeleteModule, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        return try await call.write { transaction in
            _ = try transaction.courseOfModule(request.moduleID, taughtBy: caller)
            let deleted = try transaction.execute(
                """
                delete from content.modules
                where id = \(request.moduleID)
                    and not exists (select from content.lessons where module_id = \(request.moduleID))
                """
            )
            guard deleted == 1 else { throw ContentError.moduleNotEmpty }
            return Acknowledged("Module removed.")
        }
    }
}

extension Transaction {
    /// Makes changes to the order of a course's modules queue: a course has no row here that could be locked.
    func lockOutline(of course: CourseID) throws {
        try execute("select pg_advisory_xact_lock(hashtextextended(\("content.modules \(course)"), 0))")
    }

    /// The course of a module that the caller may change. The module's row is locked, so that changes to the order of
    /// its lessons queue.
    func courseOfModule(_ module: ModuleID, taughtBy caller: Principal) throws -> CourseID {
        let course: CourseID? = try value(
            "select course_id from content.modules where id = \(module) for update"
        )
        guard let course, try standing(of: caller, in: CourseReference(course)).teaches else {
            throw ContentError.noSuchModule
        }
        return course
    }

    fileprivate func module(_ id: ModuleID) throws -> CourseModule {
        let module: CourseModule? = try first(
            "select id, course_id, title, description, position from content.modules where id = \(id)"
        )
        guard let module else { throw ContentError.noSuchModule }
        return module
    }
}
